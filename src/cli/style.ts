import type { Terminal } from './terminal.ts'

/** How text is set off on a screen, and how wide it may get. */
export interface Style {
  readonly width: number
  readonly strong: (text: string) => string
  readonly alarm: (text: string) => string
}

const MAX_WIDTH = 120
const MIN_WIDTH = 60

/** Colour only where a person looks at it and has not asked for none (NO_COLOR); at most 120 characters a line. */
export function styleFor({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Style {
  const isPlain = !stdout.isTTY || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const paint =
    (code: number) =>
    (text: string): string =>
      isPlain ? text : `\u001b[${code}m${text}\u001b[0m`
  const columns = stdout.isTTY ? (stdout.columns ?? MAX_WIDTH) : MAX_WIDTH
  return {
    width: Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns)),
    strong: paint(1),
    alarm: paint(31),
  }
}
