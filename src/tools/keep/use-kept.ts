import { useCallback, useEffect, useState } from 'react'
import { sentence, type Outcome } from '../../shared/outcome.ts'
import { storage } from '../../storage/client.ts'
import { HELD_ELSEWHERE, type KeptSummary, type OpenLog, type StorageStatus } from '../../storage/protocol.ts'

export interface KeptState {
  /** Null until they have been listed. */
  readonly logs: readonly KeptSummary[] | null
  readonly status: StorageStatus | null
  readonly open: OpenLog | null
  readonly problem: string | null
  /** A log that another tab has open. */
  readonly heldElsewhere: KeptSummary | null
  readonly refresh: () => Promise<void>
  readonly openLog: (log: KeptSummary) => Promise<void>
  readonly openCopy: (log: KeptSummary) => Promise<void>
  readonly closeLog: () => void
  readonly remove: (log: KeptSummary) => Promise<void>
  /** Appends a record; what comes back says where it is, or why it is not. */
  readonly append: (key: string | null, value: string | null) => Promise<string>
}

interface Listed {
  readonly list: Outcome<readonly KeptSummary[]>
  readonly found: Outcome<StorageStatus>
}

async function listAll(): Promise<Listed> {
  const [list, found] = await Promise.all([
    storage().ask((remote) => remote.list()),
    storage().call((remote) => remote.status()),
  ])
  return { list, found }
}

const opened = ({ id }: KeptSummary): Promise<Outcome<OpenLog>> => storage().ask((remote) => remote.open(id))
const copied = (log: KeptSummary): Promise<Outcome<OpenLog>> =>
  storage().ask((remote) => remote.openCopy(log))

/** Appends a record; what the log is afterwards, and what came of it. */
async function appendTo(
  open: OpenLog,
  key: string | null,
  value: string | null,
): Promise<{ readonly now: OpenLog; readonly said: string }> {
  const { id, isInMemory } = open.log
  const answer = await storage().ask((remote) => remote.append(id, [{ key, value }]))
  const now = await storage().ask((remote) => remote.now(id))
  const said = answer.ok
    ? `Offset ${answer.value.baseOffset} is ${isInMemory ? 'in memory' : 'on disk'}.`
    : `Not appended: ${sentence(answer.problem)}.`
  return { now: now.ok ? now.value : open, said }
}

/** The kept logs of this browser, and the one of them that is open. */
export function useKept(): KeptState {
  const { logs, status, unlisted, refresh } = useListing()
  const [open, setOpen] = useState<OpenLog | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [heldElsewhere, setHeldElsewhere] = useState<KeptSummary | null>(null)

  // Whoever leaves the page lets go of what is open.
  const openId = open?.log.id ?? null
  useEffect(
    () => () => {
      if (openId !== null) void storage().ask((remote) => remote.close(openId))
    },
    [openId],
  )

  const openBy = useCallback(async (log: KeptSummary, answer: Promise<Outcome<OpenLog>>) => {
    setProblem(null)
    setHeldElsewhere(null)
    const found = await answer
    if (found.ok) return setOpen(found.value)
    if (found.problem.what === HELD_ELSEWHERE) setHeldElsewhere(log)
    setProblem(`“${log.name}” can't be opened: ${sentence(found.problem)}`)
  }, [])
  const openLog = useCallback((log: KeptSummary) => openBy(log, opened(log)), [openBy])
  const openCopy = useCallback(
    async (log: KeptSummary) => {
      await openBy(log, copied(log))
      await refresh()
    },
    [openBy, refresh],
  )

  const remove = useCallback(
    async (log: KeptSummary) => {
      setProblem(null)
      setOpen((before) => (before?.log.id === log.id ? null : before))
      const removed = await storage().ask((remote) => remote.remove(log.id))
      if (!removed.ok) setProblem(`“${log.name}” can't be removed: ${sentence(removed.problem)}`)
      await refresh()
    },
    [refresh],
  )

  const append = useCallback(
    async (key: string | null, value: string | null): Promise<string> => {
      if (open === null) return 'No log is open.'
      const { now, said } = await appendTo(open, key, value)
      setOpen(now)
      return said
    },
    [open],
  )

  return {
    logs,
    status,
    open,
    problem: problem ?? unlisted,
    heldElsewhere,
    refresh,
    openLog,
    openCopy,
    closeLog: () => setOpen(null),
    remove,
    append,
  }
}

interface Listing {
  readonly logs: readonly KeptSummary[] | null
  readonly status: StorageStatus | null
  /** Why there is no list. */
  readonly unlisted: string | null
  readonly refresh: () => Promise<void>
}

function useListing(): Listing {
  const [logs, setLogs] = useState<readonly KeptSummary[] | null>(null)
  const [status, setStatus] = useState<StorageStatus | null>(null)
  const [unlisted, setUnlisted] = useState<string | null>(null)
  const take = useCallback(({ list, found }: Listed): void => {
    if (list.ok) setLogs(list.value)
    else setUnlisted(sentence(list.problem))
    if (found.ok) setStatus(found.value)
  }, [])
  const refresh = useCallback(async () => take(await listAll()), [take])

  useEffect(() => {
    let isHere = true
    void listAll().then((listed) => {
      if (isHere) take(listed)
    })
    return () => {
      isHere = false
    }
  }, [take])

  return { logs, status, unlisted, refresh }
}
