import type { SetCommand } from '../../kernel/set-command.ts'
import type { TopicSettings } from './settings.ts'

export interface TopicConfig {
  readonly seed: number
  readonly settings: TopicSettings
}

/** Where a group begins that has no offset yet: auto.offset.reset. */
export type ResetPolicy = 'earliest' | 'latest'

/** What a person can do to a topic while it runs. */
export type TopicCommand =
  /** A check of retention now, and a round of the cleaner where the topic is compacted. */
  | { readonly kind: 'clean-up' }
  | { readonly kind: 'pause-group'; readonly group: number; readonly paused: boolean }
  /** A group nobody has heard of begins to read. */
  | { readonly kind: 'join-group'; readonly from: ResetPolicy }
  /** Looks a record up by its offset, as a fetch does, and reads it. */
  | { readonly kind: 'find'; readonly partition: number; readonly offset: number }
  /** The producer sends one record from so many hours ahead, in a batch of its own. */
  | { readonly kind: 'future-record'; readonly hours: number }
  /** An admin's deleteRecords: the partition's log start rises to `offset`. */
  | { readonly kind: 'delete-records'; readonly partition: number; readonly offset: number }
  | SetCommand
