import type { SetCommand } from '../../kernel/set-command.ts'
import type { Deed } from './codes.ts'
import type { GroupSettings } from './settings.ts'

export interface GroupsConfig {
  readonly seed: number
  readonly settings: GroupSettings
}

/** Something done to one member, in all lanes at once. */
export interface MemberCommand {
  readonly kind: 'member'
  readonly deed: Deed
  /** 0 for A. */
  readonly member: number
}

/** What a person can do while it runs. */
export type GroupsCommand = MemberCommand | SetCommand
