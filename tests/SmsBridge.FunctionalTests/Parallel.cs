// Most tests wait for something; more of them than processors keep the machine busy.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
