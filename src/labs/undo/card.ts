import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'undo',
  title: 'Undo and redo',
  summary:
    'Every state of a document is kept, twice: as a full copy for each change, and as versions that share all that stayed the same.',
  foot: '5 scenarios',
}
