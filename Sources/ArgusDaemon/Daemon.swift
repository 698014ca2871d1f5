// Composition root: see Daemon.swift once written.
