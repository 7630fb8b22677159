import { describe, expect, it } from 'vitest'
import { LABS } from '../../src/cli/labs.ts'
import { POLICY_IDS } from '../../src/engine/jitter/settings/policies.ts'
import { diskFiles } from '../../src/cli/process-terminal.ts'
import { sim, type Entry } from './fake-terminal.ts'

const disk: Readonly<Record<string, Entry>> = {
  'drive.csv': `seq,send_ms,arrival_ms\n${[0, 1, 2, 3, 4].map((i) => `${i},${i * 20},${i * 20 + 9}`).join('\n')}\n5,x,9\n`,
  'empty.csv': '',
  'notes.csv': 'to do,done\nbuy milk,no\n',
  'photo.csv': 'seq\u0000\u0001',
  'good.csv': 'seq,send_ms,arrival_ms\n0,0,10\n1,20,35\n',
  'folder.csv': { folder: true },
  'secret.csv': { code: 'EACCES' },
  'odd.csv': { code: 'EIO' },
}

const LAB_NAMES = LABS.map(({ id }) => id).join(', ')

/** The command line, and what its refusal says. */
const CASES: readonly (readonly [string, string])[] = [
  ['jiter', `there is no lab "jiter"; did you mean "jitter"? (${LAB_NAMES})`],
  ['xyz', `there is no lab "xyz" (${LAB_NAMES})`],
  ['--json', `--json: name the lab first (${LAB_NAMES})`],
  ['jitter foo', '"foo" belongs to no option; see sim jitter --help'],
  ['jitter -x', '"-x" belongs to no option; see sim jitter --help'],
  ['jitter -- --json', '"--" belongs to no option; see sim jitter --help'],
  ['jitter --scenrio low', '--scenrio is no option of sim jitter; did you mean --scenario?'],
  ['jitter --verbose', '--verbose is no option of sim jitter; see sim jitter --help'],
  ['ring --trace good.csv', '--trace is no option of sim ring; see sim ring --help'],
  ['jitter --json=yes', '--json takes no value'],
  ['jitter --seed', '--seed needs a value: --seed N'],
  ['jitter --seed --json', '--seed needs a value: --seed N'],
  ['jitter --seed=', '--seed needs a value: --seed N'],
  ['jitter --fps', '--fps needs a value: --fps VALUE'],
  ['jitter --seed 1 --seed 2', '--seed is given twice'],
  ['jitter --seed -1', '--seed -1 is not a whole number from 0 to 4294967295'],
  ['jitter --seed 4294967296', '--seed 4294967296 is not a whole number from 0 to 4294967295'],
  ['jitter --seed 1.5', '--seed 1.5 is not a whole number from 0 to 4294967295'],
  ['jitter --seed abc', '--seed abc is not a whole number from 0 to 4294967295'],
  [
    'jitter --scenario hihg',
    '--scenario hihg: there is no such scenario; did you mean "high"? ' +
      '(low, medium, high, slide3, silence, rough-patch, too-slow, shared-queue, cells, clocks, 5g-city, 5g-spells, 5g-rural, call, internet, wifi, satellites)',
  ],
  [
    'jitter --policy fixed,netec',
    `--policy fixed,netec: there is no "netec"; did you mean "neteq"? (${POLICY_IDS.join(', ')})`,
  ],
  ['jitter --policy ,', `--policy ,: names nothing (${POLICY_IDS.join(', ')})`],
  ['jitter --fps 999999999', '--fps 999999999 is above 240'],
  ['jitter --fps Infinity', '--fps Infinity is above 240'],
  ['jitter --fps -5', '--fps -5 is below 5'],
  ['jitter --fps NaN', '--fps NaN is not a number'],
  ['jitter --fps 29.97', '--fps 29.97 is not a multiple of 1; the nearest is 30'],
  ['jitter --for 0', '--for 0 is below 1'],
  ['jitter --set spread=abc', '--set spread=abc: is not a number'],
  ['jitter --set spread=', '--set spread=: is not a number'],
  ['jitter --set spread=501', '--set spread=501: is above 500'],
  ['jitter --set spread', '--set spread: is written KEY=VALUE'],
  ['jitter --order maybe', '--order maybe is neither on nor off'],
  [
    'jitter --set shape=norml',
    '--set shape=norml: there is no "norml"; did you mean "normal"? ' +
      '(constant, uniform, normal, gamma, pareto, experimental)',
  ],
  ['jitter --fps 30 --set fps=60', '--set fps=60: fps is set already, by --fps 30'],
  ['jitter --trace nope.csv', '--trace nope.csv: there is no such file'],
  ['jitter --trace folder.csv', '--trace folder.csv: is a folder, not a file'],
  ['jitter --trace secret.csv', '--trace secret.csv: may not be opened: permission denied'],
  ['jitter --trace odd.csv', '--trace odd.csv: cannot be used (EIO)'],
  ['jitter --trace drive.csv', 'drive.csv: line 7: send_ms "x" is not a number'],
  ['jitter --trace empty.csv', 'empty.csv: the file is empty'],
  ['jitter --trace photo.csv', 'photo.csv: line 1: this is not a text file'],
  [
    'jitter --trace notes.csv',
    'notes.csv: line 1: the header must name the columns seq, send_ms and arrival_ms; ' +
      'seq and send_ms and arrival_ms are missing',
  ],
  [
    'jitter --trace good.csv --scenario slide3',
    '--scenario slide3: brings its own arrivals and cannot go with --trace',
  ],
  ['jitter --trace good.csv --fps 50', '--fps 50: cannot go with --trace: the trace sets its own pace'],
  [
    'jitter --trace good.csv --set fps=50',
    '--set fps=50: cannot go with --trace: the trace sets its own pace',
  ],
  [
    'jitter --trace good.csv --loss 2',
    '--loss 2: cannot go with --trace: the trace brings its own network, this one is not used',
  ],
  ['jitter --csv good.csv', '--csv good.csv: exists already, and is not overwritten'],
  ['jitter --csv nowhere/rows.csv', '--csv nowhere/rows.csv: there is no such folder'],
]

describe('what the terminal refuses', () => {
  it.each(CASES)('sim %s', async (line, message) => {
    const { code, out, err, written } = await sim(line.split(' '), { disk })
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${message}\n` })
    expect(written.size).toBe(0)
  })

  it('lists every setting for one that it does not know', async () => {
    const { code, err } = await sim(['jitter', '--set', 'sprad=3'])
    expect(code).toBe(2)
    expect(err).toMatch(
      /^--set sprad=3: there is no such setting; did you mean "spread"\? \(fps, for, .+\)\n$/,
    )
  })

  it('writes out what could garble a terminal, and shortens what is long', async () => {
    const { err } = await sim(['jitter', '--trace', `a\u001b[31m\nb${'c'.repeat(500)}`])
    expect(err).toMatch(/^--trace a\\u\{1b\}\[31m\\u\{a\}bc+\.\.\.: there is no such file\n$/)
    expect(err.length).toBeLessThan(140)
  })

  it('stops reading a file as soon as it is refused', async () => {
    let pieces = 0
    function* endless(): Generator<string> {
      yield 'seq,send_ms,arrival_ms\n0,zero,10\n'
      for (;;) {
        pieces += 1
        yield '1,20,30\n'
      }
    }
    const { code, err } = await sim(['jitter', '--trace', 'e.csv'], { disk: { 'e.csv': endless() } })
    expect(code).toBe(2)
    expect(err).toBe('e.csv: line 2: send_ms "zero" is not a number\n')
    expect(pieces).toBe(0)
  })

  it('tells a fault of its own in one line too', async () => {
    const files = {
      ...diskFiles,
      open: () => Promise.reject(new TypeError('surprise\n    at somewhere')),
      exists: () => Promise.resolve(false),
      create: () => Promise.reject(new Error('never')),
    }
    const { code, out, err } = await sim(['jitter', '--trace', 'x'], { files })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^this is a fault in the program[^\n]+surprise[^\n]+\n$/)
  })
})
