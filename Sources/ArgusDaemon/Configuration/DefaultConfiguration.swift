/// This is the commented file that `argusd init` writes; it says in full what holds without it.
public enum DefaultConfiguration {
  public static let text = """
    # argusd configuration. Every key is optional; the values below are the defaults.
    # Check it with `argusd check`, apply it to a running proxy with `argusd reload` (or SIGHUP).
    schema: argus.config/v1

    proxy:                       # a change needs a restart
      host: 127.0.0.1            # where clients connect; keep it on loopback
      port: 8080                 # 0 lets the system choose
      threads: 0                 # event loops; 0 is one per core
      drain_timeout: 30s         # how long running streams may finish after SIGTERM

    limits:
      body: 32MiB                # inspected whole; a larger body is refused, never skipped
      header_bytes: 64KiB
      header_count: 100
      uri: 8KiB
      inline_inspection: 64KiB   # larger bodies are inspected on worker threads
      connections: 4096
      timeouts: {header: 10s, body_idle: 30s, connect: 10s, first_byte: 600s, stream_idle: 300s}

    # Where requests may go; nothing else is ever connected to. Requests to the first three are recognised by path
    # and headers, every name is reachable as /_upstream/<name>/…
    upstreams:
      anthropic: {url: "https://api.anthropic.com"}
      openai: {url: "https://api.openai.com"}
      gemini: {url: "https://generativelanguage.googleapis.com"}
      # gateway: {url: "https://gateway.example.com/base", provider: openai, ca_file: /etc/ssl/gateway.pem, verify: true}

    rules:
      shipped: true              # the packs that come with argusd
      paths: []                  # files and directories, loaded after them; relative to this file
      on_error: keep_previous    # a reload with errors: keep_previous | quarantine

    policy:
      default: alert             # log | alert | redact | block
      severities: {critical: redact}
      # The first entry that matches decides; an empty or missing criterion matches everything.
      entries: []
      # - {rules: ["aws.*"], action: block}
      # - {categories: [pii], severities: [high, critical], providers: [openai], action: redact}
      # - {types: [email], fields: ["system*"], action: log}

    allowlists:
      values: {secrets: [], pii: []}   # shell globs over whole values, by category; `"*"` for all
      paths: []                        # shell globs over field paths and file names

    inspection:
      fail_mode: closed          # an unknown outcome (engine limit, failing detector): closed | open
      uninspectable: block       # a body that cannot be decoded: block | forward
      decoding_depth: 6          # encodings within one another that are undone (base64, hex, escapes, …); 0 to 8

    # What a refusal looks like. Claude Code shows the text after one request only for 451, Codex only for 400.
    block: {anthropic_status: 451, openai_status: 400, gemini_status: 400}

    log: {level: info, format: text}   # format: text | json

    """
}
