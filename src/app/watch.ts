import { createStore, type StoreApi } from 'zustand/vanilla'
import { openLine } from '../present/line.ts'
import { Listener, type Contact } from '../present/listener.ts'
import type { LabShown, State } from '../present/messages.ts'
import { Mirror } from '../present/mirror.ts'
import type { StageController } from '../stage/controller.ts'

/** What the page beside the slides knows of them. */
export interface WatchState {
  readonly contact: Contact | 'deaf'
  /** The number of the slide that is on, from 1; null before it is known. */
  readonly slide: number | null
  /** The lab to show, as it was when it came on: of this slide, or of the last one that had one. */
  readonly shown: LabShown | null
  /** Whether the slide that is on has that lab. */
  readonly isOnSlide: boolean
  /** Whether that lab runs on a file, which is only in the slides' window. */
  readonly isOnFile: boolean
  /** Whether the person has changed the lab, so that it is theirs. */
  readonly isOwn: boolean
}

/** The lab of the slide that the deck shows, in the same state, until the person changes it. */
export class Watch {
  readonly store: StoreApi<WatchState> = createStore(() => ({
    contact: 'waiting',
    slide: null,
    shown: null,
    isOnSlide: true,
    isOnFile: false,
    isOwn: false,
  }))
  private listener: Listener | null = null
  private mirror: { readonly mirror: Mirror; readonly of: StageController } | null = null

  /** Hears the deck of this presentation from now on; returns what ends that. */
  open(session: string): () => void {
    const line = openLine(session)
    if (line === null) {
      this.store.setState({ contact: 'deaf' })
      return () => {}
    }
    const listener = new Listener(line, 'watcher')
    this.listener = listener
    listener.heard.subscribe(({ contact, state }) => {
      this.store.setState({ contact })
      if (state !== null) this.turnTo(state)
    })
    return () => {
      listener.close()
      line.close()
    }
  }

  /** Takes the stage of the lab that is shown; returns how to give it back. */
  attach(controller: StageController): () => void {
    const mirror = new Mirror(controller, () => this.store.setState({ isOwn: true }))
    this.mirror = { mirror, of: controller }
    const state = this.listener?.heard.getState().state ?? null
    if (state !== null) mirror.show(state)
    return () => {
      mirror.close()
      if (this.mirror?.of === controller) this.mirror = null
    }
  }

  /** What the person did with the lab is given up; the slides move it again. */
  followAgain(): void {
    this.store.setState({ isOwn: false })
    const state = this.listener?.heard.getState().state ?? null
    if (state !== null) this.turnTo(state)
  }

  private turnTo(state: State): void {
    const { lab, opening, place } = state
    const { isOwn, shown } = this.store.getState()
    const isOther = lab !== null && lab.lab !== shown?.lab
    this.store.setState({
      // What is shown stays until it is known what the next slide has.
      ...(opening ? {} : { slide: place.slide + 1, isOnSlide: lab !== null, isOnFile: lab?.onFile === true }),
      ...(isOther && !isOwn ? { shown: lab } : {}),
    })
    if (!isOwn) this.mirror?.mirror.show(state)
  }
}
