import { describe, expect, it } from 'vitest'
import { sim } from './fake-terminal.ts'

const trace = (packets: number): string =>
  [
    'seq,send_ms,arrival_ms',
    ...Array.from({ length: packets }, (_, i) => `${i},${i * 20},${i * 20 + 30}`),
  ].join('\n')

/** What comes of a run that is interrupted as soon as progress says `word`. */
async function interruptedAt(word: string, argv: readonly string[]): ReturnType<typeof sim> {
  const control = new AbortController()
  const disk = { 'trace.csv': trace(50) }
  return sim(argv, {
    disk,
    watched: true,
    interrupted: control.signal,
    onError: (text) => {
      if (text.includes(word)) control.abort()
    },
  })
}

const lastLine = (err: string): string => err.split('\r').at(-1) ?? ''

describe('Ctrl-C', { timeout: 60_000 }, () => {
  it.each([
    ['reading', ['jitter', '--trace', 'trace.csv']],
    ['running', ['jitter', '--for', '3600']],
    ['writing rows', ['jitter', '--for', '600', '--csv', 'rows.csv']],
  ])('while %s ends it with 130 and leaves nothing behind', async (word, argv) => {
    const { code, out, err, written, discarded } = await interruptedAt(word, argv)
    expect({ code, out }).toEqual({ code: 130, out: '' })
    expect(err).toContain(word)
    expect(lastLine(err)).toBe('')
    expect(written.size).toBe(0)
    expect(discarded).toEqual(word === 'writing rows' ? ['rows.csv'] : [])
  })
})

describe('progress', { timeout: 60_000 }, () => {
  it('is shown where somebody watches, in per cent, and cleared before the result', async () => {
    const { code, err } = await sim(['jitter', '--for', '600'], { watched: true })
    expect(code).toBe(0)
    const shares = [...err.matchAll(/running (\d+) %/g)].map(([, share]) => Number(share))
    expect(shares.length).toBeGreaterThan(2)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(lastLine(err)).toBe('')
  })

  it('is not shown elsewhere, unless asked for', async () => {
    expect((await sim(['jitter'])).err).toBe('')
    expect((await sim(['jitter', '--progress'])).err).toContain('running')
  })

  it('makes way for a refusal', async () => {
    const { err } = await sim(['jitter', '--trace', 'bad.csv'], {
      disk: { 'bad.csv': 'seq,send_ms,arrival_ms\n0,x,1\n' },
      watched: true,
    })
    expect(lastLine(err)).toBe('bad.csv: line 2: send_ms "x" is not a number\n')
  })
})
