/** What a pipe tells whoever watches it. */
export interface PipeWatch<T> {
  readonly moved: (chunk: T) => void
  /** It waits for writer.ready, and goes on. */
  readonly waiting: () => void
  readonly goingOn: () => void
}

const ignore = (): void => {}

/**
 * pipeTo() written out: it reads only when the writer is ready, hands on a close, an error downstream as a cancel and an
 * error upstream as an abort. The browser's own pipeTo does the same, but locks the writer, and with it desiredSize
 * and ready, away. Resolves when it is over, in whatever way.
 */
export async function pump<T>(
  reader: ReadableStreamDefaultReader<T>,
  writer: WritableStreamDefaultWriter<T>,
  watch: PipeWatch<T>,
): Promise<void> {
  // Either end may fail while the pipe waits at the other.
  writer.closed.catch((reason: unknown) => reader.cancel(reason).catch(ignore))
  reader.closed.catch((reason: unknown) => writer.abort(reason).catch(ignore))
  try {
    for (;;) {
      watch.waiting()
      await writer.ready
      watch.goingOn()
      const { done, value } = await reader.read()
      if (done) break
      watch.moved(value)
      // A write that fails shows at writer.ready.
      writer.write(value).catch(ignore)
    }
    await writer.close()
  } catch {
    // Whoever failed has told the other end.
  }
}
