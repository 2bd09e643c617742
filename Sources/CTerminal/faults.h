#pragma once

/// Handlers for the signals that a defect raises.
void terminal_handle_faults(void);
