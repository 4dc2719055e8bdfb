import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { toProblem } from '../lib/problem.ts';
import classes from './feedback.module.css';
import { problemAdvice } from './problem-advice.ts';
import { RequestId } from './request-id.tsx';

/** Instead of content that could not be loaded: what happened, what to do, retry, the request's id. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = toProblem(error);
  return (
    <div className={classes.state} role="alert">
      <span className={`${classes.icon} ${classes.bad}`}>
        <IconAlertTriangle size={20} aria-hidden />
      </span>
      <h2 className={classes.title}>{problem.title}</h2>
      {problem.detail && <p className={classes.text}>{problem.detail}</p>}
      <p className={classes.text}>{problemAdvice(problem)}</p>
      <div className={classes.actions}>
        {onRetry && (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
            Try again
          </Button>
        )}
        {problem.requestId && <RequestId id={problem.requestId} />}
      </div>
    </div>
  );
}
