/** What a member is told to read. */
export interface NaiveTold {
  readonly generation: number
  readonly partitions: readonly number[]
}

/**
 * The classic protocol restated as one would tell it: a list of members, a set of those who have come to the barrier,
 * and times. It shares no code with the engine's, and deals partitions by range alone.
 */
export class NaiveCoordinator {
  generation = 0
  members = new Map<string, number>()
  arrived = new Set<string>()
  state: 'quiet' | 'barrier' | 'agreed' = 'quiet'
  barrierUntil = 0
  notBefore = 0
  agreedAt = 0
  told = new Map<string, NaiveTold>()
  private readonly session: number
  private readonly patience: number
  private readonly partitions: number

  constructor(session: number, patience: number, partitions: number) {
    this.session = session
    this.patience = patience
    this.partitions = partitions
  }

  /** Lets time pass up to `now`, one thousandth of a second after the other where something may happen. */
  pass(now: number): void {
    for (;;) {
      const times = [...this.members]
        .filter(([id]) => !(this.state === 'barrier' && this.arrived.has(id)))
        .map(([, heard]) => heard + this.session)
      if (this.state === 'barrier') times.push(this.everybodyIsHere() ? this.notBefore : this.barrierUntil)
      if (this.state === 'agreed') times.push(this.agreedAt)
      const next = Math.min(...times)
      if (!(next <= now)) return
      this.happen(next)
    }
  }

  join(id: string, now: number): void {
    const isFirst = this.members.size === 0 && this.state === 'quiet'
    const isAgreed = this.state === 'agreed' && this.members.has(id)
    this.members.set(id, now)
    if (isAgreed) return
    if (this.state !== 'barrier') this.raise(now, isFirst ? 100_000 : 0)
    this.arrived.add(id)
    this.openIfReady(now)
  }

  leave(id: string, now: number): void {
    if (!this.members.delete(id)) return
    this.arrived.delete(id)
    if (this.state !== 'barrier') this.raise(now, 0)
    this.openIfReady(now)
  }

  heartbeat(id: string, generation: number, now: number): string {
    if (!this.members.has(id)) return 'UnknownMemberId'
    const isHere = this.state === 'barrier' && this.arrived.has(id)
    if (generation !== this.generation && !isHere) return 'IllegalGeneration'
    this.members.set(id, now)
    return this.state === 'barrier' && !this.arrived.has(id) ? 'RebalanceInProgress' : 'ok'
  }

  commit(id: string, generation: number): string {
    if (!this.members.has(id)) return 'UnknownMemberId'
    if (generation !== this.generation) return 'IllegalGeneration'
    return this.state === 'agreed' ? 'RebalanceInProgress' : 'ok'
  }

  private happen(now: number): void {
    if (this.state === 'agreed' && this.agreedAt <= now) {
      this.state = 'quiet'
      const ids = [...this.members.keys()].sort()
      const fair = this.partitions / ids.length
      ids.forEach((id, i) => {
        // The i-th run: from where the ones before end, counted with the larger ones first.
        const large = this.partitions % ids.length
        const from = Math.floor(fair) * i + Math.min(i, large)
        const to = from + Math.floor(fair) + (i < large ? 1 : 0)
        const partitions = Array.from({ length: to - from }, (_, k) => from + k)
        this.told.set(id, { generation: this.generation, partitions })
      })
    } else if (this.state === 'barrier' && this.barrierUntil <= now) this.open(now)
    else this.openIfReady(now)
    const late = [...this.members].filter(([, heard]) => heard + this.session <= now).map(([id]) => id)
    for (const id of late) {
      const heard = this.members.get(id) ?? now
      const isSafe = this.state === 'barrier' && this.arrived.has(id)
      if (!isSafe && heard + this.session <= now) this.leave(id, now)
    }
  }

  private raise(now: number, wait: number): void {
    this.state = 'barrier'
    this.arrived = new Set()
    this.barrierUntil = now + this.patience
    this.notBefore = now + wait
  }

  private everybodyIsHere(): boolean {
    return this.arrived.size === this.members.size
  }

  private openIfReady(now: number): void {
    if (this.state === 'barrier' && this.everybodyIsHere() && now >= this.notBefore) this.open(now)
  }

  private open(now: number): void {
    for (const id of this.members.keys()) if (!this.arrived.has(id)) this.members.delete(id)
    this.generation += 1
    for (const id of this.members.keys()) this.members.set(id, now)
    this.state = this.members.size === 0 ? 'quiet' : 'agreed'
    this.agreedAt = now + 40_000
  }
}
