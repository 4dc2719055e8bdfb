import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApiProblem } from '../lib/problem.ts';
import classes from './feedback.module.css';
import { problemAdvice } from './problem-advice.ts';
import { RequestId } from './request-id.tsx';

interface Props {
  problem: ApiProblem;
  /** Fields whose errors are shown beside them already. */
  shownFields?: readonly string[];
  onRetry?: () => void;
}

/** Why an action failed, beside what was typed: never a toast that takes the input with it. */
export function ProblemAlert({ problem, shownFields = [], onRetry }: Props) {
  const others = problem.errors.filter(({ field }) => !shownFields.includes(field));
  return (
    <div className={classes.alert} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <p className={classes.alertTitle}>{problem.title}</p>
        {problem.detail && problem.detail !== problem.title && <p className={classes.alertText}>{problem.detail}</p>}
        <p className={classes.alertText}>{problemAdvice(problem)}</p>
        {others.length > 0 && (
          <ul className={classes.list}>
            {others.map(({ field, message }) => (
              <li key={`${field} ${message}`}>
                {field ? `${field}: ` : ''}
                {message}
              </li>
            ))}
          </ul>
        )}
        {(onRetry || problem.requestId) && (
          <div className={classes.alertActions}>
            {onRetry && (
              <Button size="compact-xs" variant="default" onClick={onRetry}>
                Try again
              </Button>
            )}
            {problem.requestId && <RequestId id={problem.requestId} />}
          </div>
        )}
      </div>
    </div>
  );
}
