import type { Echo, EchoValue } from '../src/ui/echo.ts'

export type Echoes = Readonly<Record<string, EchoValue>>

/** What the parts of the slides stand at: said by them in the deck that leads, heard from it in one that follows. */
export class EchoBoard implements Echo {
  readonly follows: boolean
  private readonly values = new Map<string, EchoValue>()
  private readonly listeners = new Set<() => void>()

  constructor(follows: boolean) {
    this.follows = follows
  }

  readonly get = (name: string): EchoValue | undefined => this.values.get(name)

  readonly say = (name: string, value: EchoValue | undefined): void => {
    if (value === undefined) this.values.delete(name)
    else this.values.set(name, value)
    this.tellAll()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  all(): Echoes {
    return Object.fromEntries(this.values)
  }

  /** From now on the parts stand as in another deck. */
  take(echoes: Echoes): void {
    this.values.clear()
    for (const [name, value] of Object.entries(echoes)) this.values.set(name, value)
    this.tellAll()
  }

  private tellAll(): void {
    for (const listener of this.listeners) listener()
  }
}
