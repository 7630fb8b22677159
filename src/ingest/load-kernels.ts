import type { KernelModule } from '../engine/ingest/wasm/open-store.ts'
import address from '../engine/ingest/wasm/build/kernels.wasm?url'

/**
 * The ingestion's hot stages, compiled; undefined where the browser can't, and the run then goes on in this language. A host
 * need not know the type of the file, so it is not compiled while it comes.
 */
export async function loadKernels(): Promise<KernelModule | undefined> {
  try {
    const answer = await fetch(address)
    return answer.ok ? await WebAssembly.compile(await answer.arrayBuffer()) : undefined
  } catch {
    return undefined
  }
}
