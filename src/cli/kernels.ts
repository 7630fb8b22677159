import { readFile } from 'node:fs/promises'
import type { KernelModule } from '../engine/ingest/wasm/open-store.ts'
import { buildKernels, KERNELS } from './build-kernels.mjs'

/** The ingestion's hot stages as a compiled module, built first where it is not; undefined where there is no WebAssembly. */
export async function loadKernels(): Promise<KernelModule | undefined> {
  if (!('WebAssembly' in globalThis)) return undefined
  await buildKernels()
  return WebAssembly.compile(await readFile(KERNELS))
}
