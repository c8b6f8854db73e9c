"""One file per command, each with ``main(args, say) -> int``; imported only when called."""
