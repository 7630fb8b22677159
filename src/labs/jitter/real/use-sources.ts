import { useMemo, useState } from 'react'
import type { Outcome } from '../../../shared/outcome.ts'
import { testTone, type SoundSource } from '../../../engine/jitter/sound/source.ts'
import { speechLike } from '../../../engine/jitter/sound/speech.ts'
import { readOwnSound } from './own-sound.ts'

export type SourceId = 'speech' | 'tone' | 'own'

export interface Sources {
  readonly id: SourceId
  readonly source: SoundSource
  /** The person's own sound, once there is one. */
  readonly own: SoundSource | null
  readonly choose: (id: SourceId) => void
  readonly read: (file: File) => Promise<Outcome<SoundSource>>
}

/** What the sender may say; each is made when it is first wanted. */
export function useSources(): Sources {
  const [id, choose] = useState<SourceId>('speech')
  const [own, setOwn] = useState<SoundSource | null>(null)
  const source = useMemo(
    () => (id === 'tone' ? testTone() : id === 'own' && own !== null ? own : speechLike()),
    [id, own],
  )
  const read = async (file: File): Promise<Outcome<SoundSource>> => {
    const outcome = await readOwnSound(file)
    if (!outcome.ok) return outcome
    setOwn(outcome.value)
    choose('own')
    return outcome
  }
  return { id, source, own, choose, read }
}
