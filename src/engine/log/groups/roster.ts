import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { memberName, type Deed, type Life } from './codes.ts'
import { MAX_MEMBERS } from './settings.ts'

/** What has been done to one member: what every lane was told. */
export interface Standing {
  readonly life: Exclude<Life, 'failed'>
  readonly paused: boolean
  readonly slow: boolean
}

const NEW: Standing = { life: 'absent', paused: false, slow: false }

const SAID: Readonly<Record<Deed, string>> = {
  start: 'started',
  leave: 'told to leave',
  crash: 'crashed',
  freeze: 'stands still',
  thaw: 'goes on',
  pause: 'paused',
  resume: 'resumed',
  slow: 'made slow',
  quick: 'as quick as before',
}

/** Which members there are, by what was done to them; it refuses what makes no sense. */
export class Roster {
  standings: readonly Standing[] = Array.from({ length: MAX_MEMBERS }, () => NEW)

  /** Notes the deed and says it in words, or why it can't be. */
  note(deed: Deed, slot: number): Outcome<string> {
    const name = `member ${memberName(slot)}`
    const before = this.standings[slot]
    if (before === undefined) return refuse(`there are members A to ${memberName(MAX_MEMBERS - 1)}`)
    const after = next(before, deed)
    if (after === null) return refuse(`${name} ${why(before)}`)
    this.standings = this.standings.with(slot, after)
    return accept(`${name} ${SAID[deed]}`)
  }

  /** Puts back what `standings` was. */
  restore(standings: readonly Standing[]): void {
    this.standings = standings
  }

  at(slot: number): Standing {
    return at(this.standings, slot)
  }
}

/** How it stands after a deed; null when it can't be done. */
function next(before: Standing, deed: Deed): Standing | null {
  const { life, paused, slow } = before
  const runs = life === 'running'
  switch (deed) {
    case 'start':
      return runs || life === 'frozen' ? null : { ...NEW, life: 'running' }
    case 'leave':
      return runs ? { ...NEW, life: 'absent' } : null
    case 'crash':
      return runs || life === 'frozen' ? { ...NEW, life: 'crashed' } : null
    case 'freeze':
      return runs ? { ...before, life: 'frozen' } : null
    case 'thaw':
      return life === 'frozen' ? { ...before, life: 'running' } : null
    case 'pause':
      return runs && !paused ? { ...before, paused: true } : null
    case 'resume':
      return runs && paused ? { ...before, paused: false } : null
    case 'slow':
      return runs && !slow ? { ...before, slow: true } : null
    case 'quick':
      return runs && slow ? { ...before, slow: false } : null
  }
}

function why({ life, paused, slow }: Standing): string {
  if (life === 'absent') return 'is not there'
  if (life === 'crashed') return 'has crashed'
  if (life === 'frozen') return 'stands still'
  const more = [...(paused ? ['is paused'] : []), ...(slow ? ['is slow'] : [])]
  return ['runs', ...more].join(' and ')
}
