using Xunit.v3;

// Most tests wait for something; more of them than processors keep the machine busy.
[assembly: Parallelization(MaxThreads = 4)]
