// The mathematics of recurrent networks.
