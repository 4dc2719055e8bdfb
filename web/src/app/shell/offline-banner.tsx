import { useNetwork } from '@mantine/hooks';
import { IconWifiOff } from '@tabler/icons-react';
import classes from './top-bar.module.css';

/** Says that there is no connection, and that nothing is lost. */
export function OfflineBanner() {
  const { online } = useNetwork();
  if (online) return null;
  return (
    <div className={classes.offline} role="status">
      <IconWifiOff size={16} aria-hidden /> You are offline. What is shown may be old; what you type is kept.
    </div>
  );
}
