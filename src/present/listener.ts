import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Line } from './line.ts'
import type { Order, Role, State } from './messages.ts'

/** 'waiting': nobody has answered yet; 'here': the leader answers; 'silent': no longer; 'left': it said goodbye. */
export type Contact = 'waiting' | 'here' | 'silent' | 'left'

export interface Heard {
  readonly contact: Contact
  /** The last state heard. It stays when the leader is gone. */
  readonly state: State | null
}

const ASK_EVERY_MS = 1_000
/** So many questions in a row without an answer, and the leader counts as gone. */
const PATIENCE = 4

/**
 * The side of a presentation that follows. It asks at once, and then again and again: a leader out of sight has its
 * timers slowed down by the browser, but answers. Whoever joins late has the whole state with the first answer.
 */
export class Listener {
  readonly heard: StoreApi<Heard> = createStore(() => ({ contact: 'waiting', state: null }))
  private readonly line: Line
  private readonly role: Role
  private leader = { term: -1, name: '' }
  private unanswered = 0
  private readonly stop: () => void
  private readonly timer: ReturnType<typeof setInterval>

  constructor(line: Line, role: Role, every = ASK_EVERY_MS) {
    this.line = line
    this.role = role
    this.stop = line.hear((body, from) => {
      if (body.kind === 'state') this.take(body, from)
      if (body.kind === 'bye' && from === this.leader.name) this.lose('left')
    })
    this.timer = setInterval(() => this.ask(), every)
    this.ask()
  }

  steer(order: Order): void {
    this.line.say({ kind: 'steer', order })
  }

  close(): void {
    clearInterval(this.timer)
    this.stop()
  }

  private ask(): void {
    const { contact } = this.heard.getState()
    if (contact === 'here' && this.unanswered >= PATIENCE) this.lose('silent')
    this.unanswered += 1
    this.line.say({ kind: 'ask', role: this.role })
  }

  private take(state: State, from: string): void {
    const { term, name } = this.leader
    const isLater = state.term > term || (state.term === term && from >= name)
    if (!isLater && this.heard.getState().contact === 'here') return // of a leader that was taken over from
    this.leader = { term: state.term, name: from }
    this.unanswered = 0
    this.heard.setState({ contact: 'here', state })
  }

  private lose(contact: Contact): void {
    this.leader = { term: -1, name: '' }
    this.heard.setState({ contact })
  }
}
