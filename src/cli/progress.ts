import type { Output } from './terminal.ts'

/** One line on standard error that says how far something has come, rewritten in place. */
export class Progress {
  private readonly output: Output | null
  private shown = ''

  /** Writes to `output`; null for a run that nobody watches. */
  constructor(output: Output | null) {
    this.output = output
  }

  /** "running 42 %". `share` from 0 to 1; null where the whole is not known. */
  show(what: string, share: number | null): void {
    const percent = share === null ? '' : ` ${Math.floor(100 * Math.min(1, Math.max(0, share)))} %`
    const text = `${what}${percent}`
    if (this.output === null || text === this.shown) return
    this.output.write(`\r${text.padEnd(this.shown.length)}`)
    this.shown = text
  }

  /** Leaves the line empty, as if nothing had been there. */
  clear(): void {
    if (this.shown === '') return
    this.output?.write(`\r${' '.repeat(this.shown.length)}\r`)
    this.shown = ''
  }
}
