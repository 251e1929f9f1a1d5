"""What changes cases, in the order of the life cycle: requesting, authorizing, receiving, inspecting, completing."""
