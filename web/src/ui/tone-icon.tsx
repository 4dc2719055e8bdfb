import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconInfoCircleFilled,
} from '@tabler/icons-react';
import classes from './tone-icon.module.css';

/** The four states that a thing can be in, and "idle" for what is neither good nor bad. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'idle';

const icons = {
  ok: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  bad: IconCircleXFilled,
  info: IconInfoCircleFilled,
  idle: IconCircleDashed,
};

/** A shape for each state, besides its colour. Always beside words. */
export function ToneIcon({ tone, size = 14 }: { tone: Tone; size?: number }) {
  const Icon = icons[tone];
  return <Icon size={size} aria-hidden className={`${classes.icon} ${classes[tone]}`} />;
}
