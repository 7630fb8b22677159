import { useCallback, useEffect, useRef, useState } from 'react'
import { sentence } from '../../shared/outcome.ts'
import type { SegmentFiles } from '../../engine/log/segment/segment-files.ts'
import { startInspector } from '../../inspector/client.ts'
import type { Overview, Sample } from '../../inspector/protocol.ts'
import type { ChosenSegment } from '../../inspector/worker/host.ts'
import { callback } from '../../threads/link.ts'

export type InspectorLink = ReturnType<typeof startInspector>

/** A file that is open, and the worker that reads it. */
export interface OpenFile {
  /** No two files that were opened have the same. */
  readonly id: number
  readonly link: InspectorLink
  readonly overview: Overview
  readonly chosen: ChosenSegment
}

interface Reading {
  readonly link: InspectorLink
  readonly name: string
  readonly done: number
  readonly total: number
}

export interface InspectorState {
  readonly file: OpenFile | null
  readonly reading: Reading | null
  readonly problem: string | null
  /** Opens a file; what was open stays until the new one has been read. */
  readonly open: (chosen: ChosenSegment) => void
  readonly openSample: (sample: Sample) => void
  readonly cancel: () => void
}

/** The inspector of a page. Each file has a worker of its own, so that Cancel is at once and loses nothing. */
export function useInspector(): InspectorState {
  const [file, setFile] = useState<OpenFile | null>(null)
  const [reading, setReading] = useState<Reading | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const links = useRef<{ file: InspectorLink | null; reading: InspectorLink | null }>({
    file: null,
    reading: null,
  })

  const cancel = useCallback(() => {
    links.current.reading?.close()
    links.current.reading = null
    setReading(null)
  }, [])

  useEffect(() => {
    const held = links.current
    return () => {
      held.reading?.close()
      held.file?.close()
    }
  }, [])

  const read = useCallback(async (link: InspectorLink, chosen: ChosenSegment) => {
    const { name } = chosen
    const total = chosen.log.size
    setReading({ link, name, done: 0, total })
    const hear = callback((done: number) => {
      if (links.current.reading === link) setReading({ link, name, done, total })
    })
    const opened = await link.ask((remote) => remote.open(chosen, hear))
    if (links.current.reading !== link) return
    links.current.reading = null
    setReading(null)
    if (!opened.ok) {
      link.close()
      setProblem(sentence(opened.problem))
      return
    }
    links.current.file?.close()
    links.current.file = link
    setFile((before) => ({ id: (before?.id ?? 0) + 1, link, overview: opened.value, chosen }))
  }, [])

  const begin = useCallback((): InspectorLink => {
    cancel()
    setProblem(null)
    const link = startInspector()
    links.current.reading = link
    return link
  }, [cancel])

  const open = useCallback((chosen: ChosenSegment) => void read(begin(), chosen), [begin, read])

  const openSample = useCallback(
    (sample: Sample) => {
      const link = begin()
      void link
        .call((remote) => remote.sample(sample))
        .then((made) => {
          if (!made.ok) return setProblem(made.problem.what)
          return read(link, chosenOf(made.value))
        })
    },
    [begin, read],
  )

  return { file, reading, problem, open, openSample, cancel }
}

/** A segment in memory as if a person had chosen its files. */
function chosenOf({ log, index, timeIndex }: SegmentFiles): ChosenSegment {
  const asBlob = (bytes: Uint8Array | null): Blob | null =>
    bytes === null ? null : new Blob([bytes as Uint8Array<ArrayBuffer>]) // it came by a message, so it is no shared memory
  return {
    name: '00000000000000000000.log',
    log: asBlob(log) ?? new Blob(),
    index: asBlob(index),
    timeIndex: asBlob(timeIndex),
  }
}
