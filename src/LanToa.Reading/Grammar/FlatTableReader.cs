namespace LanToa.Reading.Grammar;

/// <summary>Reads tables that a PDF's text layer has flattened into one short line per printed line of each cell.</summary>
internal sealed class FlatTableReader(TextView view, List<SourceLine> lines)
{
    public PlanTable Read(int from, int to)
    {
        var table = new PlanTable { Columns = [] };
        for (var i = from; i < to; i++)
        {
            if (lines[i].Role == LineRole.Blank) continue;
            var block = new Block(view) { Start = lines[i].ContentStart, Kind = BlockKind.Cell, Line = i, LastLine = i };
            block.Pieces.Add(new Piece(lines[i].ContentStart, lines[i].ContentEnd));
            table.Blocks.Add(block);
        }

        return table;
    }
}
