import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, sourceFiles } from './imports.ts'
import { complaintAbout } from './rules.ts'

const ROOT = join(import.meta.dirname, '../..')
const FILES = [...sourceFiles(ROOT, 'src'), ...sourceFiles(ROOT, 'slides')]

describe('imports point one way', () => {
  test('there are files to look at, in every folder the rules speak of', () => {
    for (const folder of [
      'shared',
      'engine/kernel',
      'engine/jitter',
      'session',
      'view',
      'ui',
      'state',
      'stage',
      'labs',
      'app',
      'cli',
    ])
      expect(FILES.filter((file) => file.startsWith(`src/${folder}/`)).length, folder).toBeGreaterThan(0)
    expect(FILES.filter((file) => file.startsWith('slides/')).length).toBeGreaterThan(0)
  })

  test('no file imports what its folder may not', () => {
    const imports = FILES.flatMap((file) => importsOf(ROOT, file))
    expect(imports.length).toBeGreaterThan(FILES.length)
    expect(imports.map(complaintAbout).filter((complaint) => complaint !== null)).toEqual([])
  })

  test.each([
    ['a lab that imports another lab', 'src/labs/jitter/View.tsx', `import { x } from '../ring/View.tsx'`],
    [
      'a lab that runs an engine',
      'src/labs/jitter/View.tsx',
      `import { JitterEngine } from '../../engine/jitter/jitter-engine.ts'`,
    ],
    [
      'words that bring a model along',
      'src/engine/jitter/settings/player.ts',
      `import { POLICIES } from '../policies/index.ts'`,
    ],
    ['an engine that uses a package', 'src/engine/jitter/ledger.ts', `import * as v from 'valibot'`],
    [
      'an engine that imports another engine',
      'src/engine/jitter/ledger.ts',
      `import { x } from '../ring/ledger.ts'`,
    ],
    [
      'an engine that reaches for the page',
      'src/engine/kernel/time.ts',
      `import { x } from '../../stage/format.ts'`,
    ],
    ['a view that knows a store', 'src/view/TimeAxis.tsx', `import { x } from '../state/lab-store.ts'`],
    ['a dynamic import', 'src/ui/Button.tsx', `const x = import('../stage/controller.ts')`],
    ['a re-export', 'src/shared/assert.ts', `export { x } from '../engine/kernel/time.ts'`],
    ['a glob', 'src/stage/LabStage.tsx', `const all = import.meta.glob('../labs/*/lab.ts')`],
    [
      'a worker by its address',
      'src/app/App.tsx',
      `new Worker(new URL('../session/session.worker.ts', import.meta.url))`,
    ],
    ['slides that import the app', 'slides/Slide.tsx', `import { App } from '../src/app/App.tsx'`],
    ['an import for its effect', 'src/ui/Button.tsx', `import '../app/App.tsx'`],
    ['a file nobody has made a rule for', 'src/elsewhere/x.ts', `import { x } from './y.ts'`],
  ])('a planted violation is found: %s', (_, file, text) => {
    const complaints = importsOf(ROOT, file, text).map(complaintAbout)
    expect(complaints.filter((complaint) => complaint !== null)).toHaveLength(1)
  })

  test('a type may cross where a value may not', () => {
    const type = importsOf(
      ROOT,
      'src/labs/jitter/View.tsx',
      `import type { JitterEngine } from '../../engine/jitter/jitter-engine.ts'`,
    )
    expect(type.map(complaintAbout)).toEqual([null])
  })
})

describe('the engine stays pure', () => {
  const engine = FILES.filter((file) => /^src\/(engine|shared)\//.test(file))

  test.each(['Math.random', 'Date.now', 'new Date', 'performance.', 'setTimeout', 'crypto.'])(
    'no engine file mentions %s',
    (word) => {
      expect(engine.length).toBeGreaterThan(20)
      expect(engine.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes(word))).toEqual([])
    },
  )
})

describe('styles of a lab', () => {
  const sheets = readdirSync(join(ROOT, 'src/labs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.css'),
  )

  test('there are some', () => expect(sheets.length).toBeGreaterThan(3))

  // On slides, and after a visit, the sheets of several labs are on one page.
  test.each(sheets)('%s holds within its own lab alone', (name) => {
    const [lab] = name.split(/[/\\]/)
    const text = readFileSync(join(ROOT, 'src/labs', name), 'utf8')
    const outermost = text.split('\n').filter((line) => /^[^\s/*]/.test(line))
    expect(outermost).toEqual([`[data-lab='${lab}'] {`, '}'])
  })
})

describe('size', () => {
  test('no source file is longer than 400 lines', () => {
    const long = FILES.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400)
    expect(long).toEqual([])
  })
})
