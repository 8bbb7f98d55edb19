"""What runs beside requests: leased jobs, the sequencer that numbers events, and the relay that hands them on."""
