extension Network {
  package func initialise(_ how: Initialisation, using random: inout some RandomNumberGenerator) {
    let start = InitialWeights(how, parameters)
    if let embedding = places.embedding { start.embedding(embedding, &random) }
    start.convolution(places.convolution, &random)
    start.stack(stack, &random)
    start.attention(places.attention, &random)
    start.head(places.headWeight, places.headBias, &random)
    weightsChanged()
  }
}
