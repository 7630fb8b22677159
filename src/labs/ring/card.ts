import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'ring',
  title: 'Ring buffer',
  summary:
    'One writes, one reads, each at its own pace. Between them a fixed number of slots, bent into a ring, beside a list that just grows.',
  foot: '5 scenarios',
}
