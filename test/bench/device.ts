import { once } from 'node:events'
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { measureBatching } from '../../src/speed/batching.ts'
import { measureHanding, type ThereAndBack } from '../../src/speed/handing.ts'
import type { Series } from '../../src/speed/protocol.ts'
import { measureReading, measureWriting, type RandomAccessFile } from '../../src/speed/storing.ts'
import { figure, type Figure } from './measure.ts'

const clock = (): number => performance.now()
const silent = (): void => {}

const ECHO = `require('node:worker_threads').parentPort.on('message', ({ buffer, isHandedOver }) =>
  require('node:worker_threads').parentPort.postMessage(buffer, isHandedOver ? [buffer] : []))`

/** What the page "Why a log is fast" measures, here with Node's files and threads. */
export async function deviceFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  const descriptor = openSync(join(folder, 'file'), 'w+')
  const file: RandomAccessFile = {
    write: (bytes, at) => void writeSync(descriptor, bytes, 0, bytes.length, at),
    read: (into, at) => void readSync(descriptor, into, 0, into.length, at),
    flush: () => fsyncSync(descriptor),
    truncate: (size) => ftruncateSync(descriptor, size),
  }
  try {
    return [
      ...named('file, write', measureWriting(file, clock, silent)),
      ...named('file, read what was just written', measureReading(file, clock, silent)),
      ...named('file, append', measureBatching(file, clock, silent)),
      ...named('to a thread and back', await handing()),
    ]
  } finally {
    closeSync(descriptor)
    rmSync(folder, { recursive: true })
  }
}

async function handing(): Promise<Series[]> {
  const worker = new Worker(ECHO, { eval: true })
  const send: ThereAndBack = async (buffer, isHandedOver) => {
    const answer = once(worker, 'message') // rejects when the thread fails
    worker.postMessage({ buffer, isHandedOver }, isHandedOver ? [buffer] : [])
    const [echo] = (await answer) as [ArrayBuffer] // see ECHO
    return echo
  }
  try {
    return await measureHanding(send, clock, silent)
  } finally {
    await worker.terminate()
  }
}

const named = (what: string, series: readonly Series[]): Figure[] =>
  series.map(({ label, unit, values }) => figure(`${what}, ${label}`, unit, values))
