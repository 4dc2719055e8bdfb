import classes from './wordmark.module.css';

/** The sign and, unless there is no room, the name of the platform. */
export function Wordmark({ signOnly = false }: { signOnly?: boolean }) {
  return (
    <span className={classes.mark}>
      <svg className={classes.sign} viewBox="0 0 32 32" width={24} height={24} aria-hidden="true">
        <rect width={32} height={32} rx={8} className={classes.ground} />
        <path d="M8.5 12.5 13 9v14M19 12.5 23.5 9v14" className={classes.lines} />
      </svg>
      {!signOnly && <span className={classes.name}>site11</span>}
    </span>
  );
}
