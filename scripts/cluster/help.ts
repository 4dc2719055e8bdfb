export const help = `Runs the platform as many processes on this machine.

  npm run cluster                                   one process of each service
  npm run cluster -- --processes console=2,users=2  more of some (or CLUSTER_PROCESSES=console=2,users=2)
  npm run cluster -- status                         one line a process
  npm run cluster -- roll [service]                 replace every process, or those of a service, without a failed request
  npm run cluster -- scale users=3                  more or fewer processes of a service
  npm run cluster -- stop                           stop all

The last four talk to the supervisor that runs on the same DATA_DIR.

Needs a Redis (REDIS_URL=redis://127.0.0.1:6379). The first Console listens on PORT, the next on PORT + 1 and so on; for more than one put
nginx in front, with an upstream that lists them all. PUBLIC_URL is then the address of nginx.

Signals: SIGTERM or SIGINT stop everything in order (the second hurries, the third kills), SIGHUP rolls everything.`;

export const noRedis = `The processes of a cluster talk over Redis: install and start one (apt-get install redis-server),
then set REDIS_URL, for instance: REDIS_URL=redis://127.0.0.1:6379 npm run cluster`;
