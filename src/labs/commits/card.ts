import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'commits',
  title: 'Commits',
  summary:
    'A history of commits, kept as a singly linked list and as Git keeps it: what each still finds, and what it throws away.',
  foot: '4 scenarios',
}
