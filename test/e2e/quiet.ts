/** What a page is about: kept by `countWork`, read by `isQuiet`. */
interface Work {
  /** By session: the ids of the calls it has not answered, and 'start' until it says that it can be called. */
  readonly awaited: Map<Worker, Set<string>>
  /** Frames asked for that have not come. */
  readonly frames: Set<number>
}

/**
 * Runs in every frame of every page before the page's own scripts: counts what a stage has asked its session for and
 * still awaits, and the frames it has asked the browser for. Without that, a run that has yet to hear of a press looks
 * like one that stands still.
 */
export function countWork(): void {
  const work: Work = { awaited: new Map(), frames: new Set() }
  Object.assign(window, { work })
  // These take long on purpose, and a run goes on beside them.
  const aside = new Set(['study', 'importFile'])

  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options)
      if (!String(address).includes('session.worker')) return
      const awaited = new Set(['start'])
      work.awaited.set(this, awaited)
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        awaited.delete('start')
        if (typeof data === 'object' && data !== null && 'id' in data) awaited.delete(String(data.id))
      })
      this.addEventListener('error', () => work.awaited.delete(this))
    }

    override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
      // Comlink's calls have an id, which comes back with the answer.
      const { id, path } = message as { readonly id?: string; readonly path?: readonly string[] }
      if (id !== undefined && !aside.has(path?.[0] ?? '')) work.awaited.get(this)?.add(id)
      super.postMessage(message, transfer as Transferable[]) // either form is passed on as it came
    }

    override terminate(): void {
      work.awaited.delete(this)
      super.terminate()
    }
  }

  const request = window.requestAnimationFrame.bind(window)
  const cancel = window.cancelAnimationFrame.bind(window)
  window.requestAnimationFrame = (callback) => {
    const handle = request((time) => {
      work.frames.delete(handle)
      callback(time)
    })
    work.frames.add(handle)
    return handle
  }
  window.cancelAnimationFrame = (handle) => {
    work.frames.delete(handle)
    cancel(handle)
  }
}

/** Runs in the page: whether nothing is awaited of any session, and no frame was asked for, for two frames on end. */
export async function isQuiet(): Promise<boolean> {
  const work = Reflect.get(window, 'work') as Work
  for (let still = 0; still < 2; still++) {
    // Ours is not to be counted: the page's own frames come with it.
    await new Promise<void>((drawn) => {
      const handle = requestAnimationFrame(() => drawn())
      work.frames.delete(handle)
    })
    const isIdle = [...work.awaited.values()].every(({ size }) => size === 0)
    if (!isIdle || work.frames.size > 0) return false
  }
  return true
}
