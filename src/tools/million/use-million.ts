import { useCallback, useEffect, useRef, useState } from 'react'
import { startMillion } from '../../ingest/client.ts'
import type { Fault, Pace, RunSettings } from '../../ingest/protocol.ts'
import { handOver } from '../../threads/link.ts'
import { readReport, type Report } from '../../ingest/report.ts'
import { sentence, type Outcome } from '../../shared/outcome.ts'

const ASK_EVERY_MS = 250
/** Rates of the last minute. */
const KEPT_RATES = 240

export type Status = 'idle' | 'making' | 'running' | 'paused' | 'over'

export interface Million {
  readonly status: Status
  /** What the run that is on, or the last one, was made with. */
  readonly settings: RunSettings | null
  readonly report: Report | null
  /** Events a second at each look, oldest first. */
  readonly rates: readonly number[]
  readonly problem: string | null
  /** What was answered to the last fault. */
  readonly said: string | null
  readonly start: (settings: RunSettings, pace: Pace) => void
  readonly go: (pace: Pace) => void
  readonly pause: () => void
  readonly stop: () => void
  readonly press: (fault: Fault) => void
}

type Worker = ReturnType<typeof startMillion>

/** A pipeline in a worker, asked four times a second how it stands; one question at a time, its buffer going to and fro. */
export function useMillion(): Million {
  const [status, setStatus] = useState<Status>('idle')
  const [settings, setSettings] = useState<RunSettings | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [rates, setRates] = useState<readonly number[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const worker = useRef<Worker | null>(null)

  const close = useCallback(() => {
    worker.current?.close()
    worker.current = null
  }, [])
  useEffect(() => close, [close])

  const start = useCallback(
    (wanted: RunSettings, pace: Pace) => {
      close()
      const own = startMillion(wanted.workers)
      worker.current = own
      setSettings(wanted)
      setStatus('making')
      setReport(null)
      setRates([])
      setProblem(null)
      setSaid(null)
      const isMine = (): boolean => worker.current === own
      const tell = (fresh: Report): void => {
        if (!isMine()) return
        setReport(fresh)
        setStatus(fresh.isRunning === 1 ? 'running' : 'paused')
        if (fresh.isRunning === 1) setRates((before) => [...before.slice(1 - KEPT_RATES), fresh.rate])
      }
      void follow(own, wanted, pace, () => isMine() && setStatus('running'), tell).then((complaint) => {
        if (!isMine()) return
        setProblem(complaint)
        setStatus('over')
        close()
      })
    },
    [close],
  )

  const go = useCallback((pace: Pace) => {
    void worker.current?.leader.call((remote) => remote.go(pace))
    setStatus('running')
  }, [])
  const pause = useCallback(() => {
    void worker.current?.leader.call((remote) => remote.pause())
    setStatus('paused')
  }, [])
  const stop = useCallback(() => {
    close()
    setStatus('over')
  }, [close])
  const press = useCallback((fault: Fault) => {
    void worker.current?.leader
      .ask((remote) => remote.press(fault))
      .then((answer) => setSaid(answer.ok ? answer.value : sentence(answer.problem)))
  }, [])

  return { status, settings, report, rates, problem, said, start, go, pause, stop, press }
}

/** Starts a run and follows it as long as its worker lives; resolves with what ended it. */
async function follow(
  own: Worker,
  settings: RunSettings,
  pace: Pace,
  onMade: () => void,
  tell: (report: Report) => void,
): Promise<string> {
  const complaint = await own.open(settings)
  if (complaint !== null) return complaint
  await own.leader.call((remote) => remote.go(pace))
  onMade()
  let spent: ArrayBuffer | null = null
  for (;;) {
    const handed: ArrayBuffer | null = spent
    const answer: Outcome<ArrayBuffer> = await own.leader.call((remote) =>
      remote.look(handed && handOver(handed)),
    )
    if (!answer.ok) return sentence(answer.problem)
    tell(readReport(answer.value))
    spent = answer.value
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
  }
}
