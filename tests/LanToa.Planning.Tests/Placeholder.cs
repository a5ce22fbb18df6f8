namespace LanToa.Planning.Tests;
