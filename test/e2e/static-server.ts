import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** As plain a host as there is: files from a folder below a path, and nothing else. */
export class StaticServer {
  readonly origin: string
  /** Every path that was asked for. */
  readonly asked: string[] = []
  /** Replaces what a file says; null leaves it. */
  rewrite: (path: string, body: string) => string | null = () => null
  private readonly server: Server

  private constructor(server: Server, port: number) {
    this.server = server
    this.origin = `http://127.0.0.1:${port}`
  }

  /** Serves `folder` below `base` ('/some/path'); `pages` are further pages by their paths. */
  static async start(
    folder: string,
    base = '',
    pages: Readonly<Record<string, string>> = {},
  ): Promise<StaticServer> {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a server has a port')
    const served = new StaticServer(server, address.port)
    server.on('request', (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', served.origin).pathname)
      served.asked.push(path)
      const page = pages[path]
      const file = path.startsWith(`${base}/`) ? normalize(path.slice(base.length)) : null
      const found =
        page ??
        (file === null ? null : served.read(join(folder, file.endsWith('/') ? `${file}index.html` : file)))
      if (path === '/favicon.ico') response.writeHead(204).end()
      else if (found === null) response.writeHead(404).end()
      else
        response
          .writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html; charset=utf-8' })
          .end(found)
    })
    return served
  }

  /** Gone from the network: connections that are open are cut, and nobody answers any more. */
  async stop(): Promise<void> {
    this.server.closeAllConnections()
    if (this.server.listening) await new Promise((closed) => this.server.close(closed))
  }

  private read(file: string): Buffer | string | null {
    try {
      const bytes = readFileSync(file)
      return this.rewrite(file, bytes.toString('utf8')) ?? bytes
    } catch {
      return null
    }
  }
}
