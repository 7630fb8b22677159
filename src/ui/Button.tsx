import type { ButtonHTMLAttributes, JSX, ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** The control's name, shown or (with `iconOnly`) told. */
  readonly label: string
  readonly icon?: IconName
  readonly iconOnly?: boolean
  /** The key that does the same. */
  readonly shortcut?: string
  readonly tone?: 'plain' | 'strong' | 'quiet'
  readonly children?: ReactNode
}

/** A button with a name, a key to it, and a target of at least 24 px. */
export function Button({
  label,
  icon,
  iconOnly = false,
  shortcut,
  tone = 'plain',
  className = '',
  children,
  ...rest
}: ButtonProps): JSX.Element {
  const title = shortcut === undefined ? (iconOnly ? label : undefined) : `${label} (${shortcut})`
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${tone} ${iconOnly ? 'button-icon' : ''} ${className}`}
      title={rest.title ?? title}
      aria-label={iconOnly ? label : undefined}
      aria-keyshortcuts={shortcut === undefined ? undefined : (KEY_NAMES[shortcut] ?? shortcut)}
    >
      {icon !== undefined && <Icon name={icon} />}
      {!iconOnly && <span>{label}</span>}
      {children}
    </button>
  )
}

/** Names of keys as assistive technology expects them, where they are not the character itself. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  Space: 'Space',
  '.': 'Period',
  ',': 'Comma',
  '?': 'Shift+Slash',
}
