/** The frame on the screen, and the one of the run compared with. */
export interface Shown {
  readonly frame: unknown
  readonly compared: unknown
}

/** Holds the latest frame outside React, and tells who draws it. */
export class FrameStore {
  private shown: Shown | null = null
  private readonly listeners = new Set<() => void>()

  readonly get = (): Shown | null => this.shown

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  show(shown: Shown): void {
    this.shown = shown
    for (const listener of this.listeners) listener()
  }
}
