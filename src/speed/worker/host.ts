import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import { measureBatching } from '../batching.ts'
import { measureHanding, type ThereAndBack } from '../handing.ts'
import type { Series, SpeedApi, Task, Told } from '../protocol.ts'
import { measureReading, measureWriting, type RandomAccessFile } from '../storing.ts'

const FILE = 'millrace-speed.tmp'
const clock = (): number => performance.now()

/** Measures with a real file and a second thread. */
export class SpeedHost implements SpeedApi {
  async measure(task: Task, told: Told): Promise<Outcome<readonly Series[]>> {
    switch (task) {
      case 'batching':
        return withFile((file) => measureBatching(file, clock, told))
      case 'writing':
        return withFile((file) => measureWriting(file, clock, told))
      case 'reading':
        return withFile((file) => measureReading(file, clock, told))
      case 'handing':
        return withEcho((send) => measureHanding(send, clock, told))
    }
  }
}

async function withFile(measure: (file: RandomAccessFile) => Series[]): Promise<Outcome<readonly Series[]>> {
  let handle: FileSystemSyncAccessHandle
  let folder: FileSystemDirectoryHandle
  try {
    folder = await navigator.storage.getDirectory()
    const entry = await folder.getFileHandle(FILE, { create: true })
    handle = await entry.createSyncAccessHandle()
  } catch (error) {
    return refuse(`this browser gives a page no files of its own here (${wordsOf(error)})`)
  }
  try {
    return accept(
      measure({
        write: (bytes, at) => whole(handle.write(bytes, { at }), bytes),
        read: (into, at) => whole(handle.read(into, { at }), into),
        flush: () => handle.flush(),
        truncate: (size) => handle.truncate(size),
      }),
    )
  } catch (error) {
    return refuse(`the file could not be written or read: ${wordsOf(error)}`)
  } finally {
    handle.close()
    await folder.removeEntry(FILE).catch(() => {}) // a file left behind is overwritten next time
  }
}

function whole(done: number, bytes: Uint8Array): void {
  if (done < bytes.length) throw new Error(`only ${done} of ${bytes.length} bytes; is there room?`)
}

async function withEcho(
  measure: (send: ThereAndBack) => Promise<Series[]>,
): Promise<Outcome<readonly Series[]>> {
  const echo = new Worker(new URL('./echo.worker.ts', import.meta.url), { type: 'module' })
  const send: ThereAndBack = (buffer, isHandedOver) =>
    new Promise((resolve, reject) => {
      echo.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => resolve(data), { once: true })
      echo.addEventListener('error', () => reject(new Error('a second worker could not be started')), {
        once: true,
      })
      echo.postMessage({ buffer, isHandedOver }, isHandedOver ? [buffer] : [])
    })
  try {
    return accept(await measure(send))
  } catch (error) {
    return refuse(wordsOf(error))
  } finally {
    echo.terminate()
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
