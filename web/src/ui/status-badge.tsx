import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconInfoCircleFilled,
} from '@tabler/icons-react';
import classes from './status-badge.module.css';

/** The four states that a thing can be in, and "idle" for what is neither good nor bad. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle';

const icons = {
  ok: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  bad: IconCircleXFilled,
  info: IconInfoCircleFilled,
  idle: IconCircleDashed,
};

interface Props {
  tone: Tone;
  /** The word: colour and icon alone say nothing to many people. */
  children: string;
  /** Without the ground, for lines of text. */
  plain?: boolean;
}

export function StatusBadge({ tone, children, plain = false }: Props) {
  const Icon = icons[tone];
  return (
    <span className={`${classes.badge} ${classes[tone]} ${plain ? classes.plain : ''}`} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}
