// Compiles src/engine/ingest/wasm/assembly to WebAssembly, where its source is newer than what there is. It runs before
// every build, test and run that may want it (vite.config.ts, kernels.ts). Plain JavaScript, so that anybody can import it.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HOME = new URL('../engine/ingest/wasm/', import.meta.url)
const SOURCE = new URL('assembly/', HOME)
const BUILD = new URL('build/', HOME)
/** Where the module lies once it is built. */
export const KERNELS = new URL('kernels.wasm', BUILD)

const OPTIONS = [
  '-O3 --converge --noAssert --uncheckedBehavior always --enable simd',
  // No heap, no garbage collector: all it works on lies in the memory that it is given.
  '--runtime stub --importMemory --noExportMemory --initialMemory 1 --use abort=',
].flatMap((line) => line.split(' '))

/** Builds the module if it is missing or older than its source or this file. Throws with the compiler's words if it can't. */
export async function buildKernels() {
  const files = readdirSync(SOURCE).map((name) => new URL(name, SOURCE))
  const newest = Math.max(...[...files, new URL(import.meta.url)].map((file) => statSync(file).mtimeMs))
  if (existsSync(KERNELS) && statSync(KERNELS).mtimeMs >= newest) return
  mkdirSync(BUILD, { recursive: true })
  const { main } = await import('assemblyscript/asc')
  // Others may build at the same time: each writes a file of its own and puts it in place as a whole.
  const mine = new URL(`kernels.${process.pid}.wasm`, BUILD)
  const entry = fileURLToPath(new URL('index.ts', SOURCE))
  const said = []
  const stderr = { write: (text) => said.push(String(text)) }
  const { error } = await main([entry, '-o', fileURLToPath(mine), ...OPTIONS], { stderr })
  if (error !== null) throw new Error(`the kernels do not compile: ${said.join('')}`, { cause: error })
  renameSync(mine, KERNELS)
}
