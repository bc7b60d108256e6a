// Takes the events of a queue of type "rabbitmq", one after the other, and prints one line for each.
import { connect } from "amqplib";

const { AMQP_URL = "amqp://guest:guest@127.0.0.1:5672", QUEUE = "desk" } = process.env;
const done = new Set(); // Ids of handled events: the same one may come again. A real desk keeps them in its database.

function handle(event) {
  const { handoffId, customer, reason, text, transcript } = event.data;
  const said = text ?? reason ?? (transcript && `${transcript.length} texts so far`) ?? "";
  console.log([event.type.split(".").at(-2), handoffId, customer, said].join("\t")); // Route, queue or show it here.
}

const connection = await connect(AMQP_URL);
const channel = await connection.createChannel();
await channel.prefetch(1); // One at a time keeps the order of each thread.
console.log(`waiting for events in ${QUEUE}`);

const { consumerTag } = await channel.consume(QUEUE, (message) => {
  if (message === null) throw new Error(`The queue ${QUEUE} was deleted.`);
  try {
    const event = JSON.parse(message.content);
    if (!done.has(event.id)) handle(event);
    done.add(event.id);
    channel.ack(message); // Only now: what is not acknowledged comes again.
  } catch (problem) {
    console.error(`${message.properties.messageId}: ${problem.message}`);
    channel.nack(message, false, false); // Again would fail again: to the queue's dead-letter exchange, if it has one.
  }
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await channel.cancel(consumerTag);
    await connection.close();
  });
}
connection.on("error", (problem) => console.error(problem.message));
connection.on("close", (problem) => process.exit(problem ? 1 : 0)); // Whoever supervises this process starts it again.
