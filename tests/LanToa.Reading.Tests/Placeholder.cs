namespace LanToa.Reading.Tests;
