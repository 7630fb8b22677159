const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'may not be opened: permission denied',
  EPERM: 'may not be opened: permission denied',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'leads through a file as if it were a folder',
  ENAMETOOLONG: 'has too long a name',
  EEXIST: 'exists already, and is not overwritten',
  EROFS: 'lies on a disk that cannot be written to',
  ESPIPE: 'is no plain file',
  ENOSPC: 'cannot be written: the disk is full',
}

/** What went wrong with a file, in words; null when `error` is none of Node's file errors but a fault of ours. */
export function fileProblem(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return REASONS[error.code] ?? `cannot be used (${error.code})`
}
