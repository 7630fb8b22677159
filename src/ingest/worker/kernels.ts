import type { KernelModule } from '../../engine/ingest/wasm/open-store.ts'

/** The hot stages compiled, from beside this script; undefined where this browser can't, and then they run in JavaScript. */
export async function loadKernels(): Promise<KernelModule | undefined> {
  try {
    const answer = await fetch(new URL('../../engine/ingest/wasm/build/kernels.wasm', import.meta.url))
    return await WebAssembly.compile(await answer.arrayBuffer())
  } catch {
    return undefined
  }
}
