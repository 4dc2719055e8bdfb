import classes from './status-badge.module.css';
import { type Tone, ToneIcon } from './tone-icon.tsx';

interface Props {
  tone: Tone;
  /** The word: colour and icon alone say nothing to many people. */
  children: string;
  /** Without the ground, for lines of text. */
  plain?: boolean;
}

export function StatusBadge({ tone, children, plain = false }: Props) {
  return (
    <span className={`${classes.badge} ${classes[tone]} ${plain ? classes.plain : ''}`} data-tone={tone}>
      <ToneIcon tone={tone} />
      {children}
    </span>
  );
}
