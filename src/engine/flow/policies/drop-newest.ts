import { Dropping } from './bounded.ts'
import type { PolicyAbout } from './policy.ts'

export const dropNewest: PolicyAbout = {
  name: 'Drop newest',
  origin: 'production',
  sentence:
    'A full queue turns the new message away. Those that are in it keep their place, and are old when served.',
  create: (settings) => new Dropping(settings),
}
