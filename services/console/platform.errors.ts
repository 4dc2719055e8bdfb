import { defineErrors } from '../../lib/errors.ts';

export const platformErrors = defineErrors('console', {
  notReady: { status: 503, title: 'This process is not ready for requests' },
  tooManyStreams: { status: 503, title: 'Too many clients are watching already' },
});
