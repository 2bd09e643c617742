// swift-format-ignore-file
/// The pages of Documentation.docc, written by DocumentationTests: an installed program has no sources.
extension HelpPage {
  package static let all = [
    HelpPage(
      topic: "changelog", file: "Changelog",
      text: ###"""
        # Changelog

        The changes that a user notices, the newest first.

        ## Unreleased

        ### Other processes, undo and long records

        - A long record opens at once, with `index/` beside it and lines read three times as fast.
        - `send`, and keys in `watch`, change a run that another process trains.
        - `X` removes a lane, `!` recovers a lane that diverged, and the log says what followed a change.
        - A row of events under the loss plot, with `b` and `e` to move along it.
        - `u`, `U` and Ctrl-R undo, rewind and redo; `f` forks a lane.
        - `watch` shows a run from its record, with a time line. `export` writes curves as CSV or JSON, and
          the screen as SVG or text.

        ### Sound, labels without alignment, convolutions

        - Sound files (WAV, FLAC) as log-mel features, in a build with `--traits Sound`; preset `spoken`.
        - `model.loss: ctc` with prefix beam search and label error rate; presets `dial` and `plates`; your
          own pairs with `train dial --data FILE`.
        - Convolutions over time in front of the recurrent layers (`model.convolution`).
        - `model.loss: crf` with Viterbi and marginal probabilities; `span_f1`.
        - Cells `mingru` and `minlstm`.

        ### Pairs of sequences

        - Encoder-decoders with attention, input feeding, scheduled sampling and beam search; presets
          `dates`, `translate`, `backwards`, `calculate`.
        - Pairs from a table, or from two files line by line (`data.target_file`).
        - The screen shows alignments, answers, exact answers by length, and the loss by position.
        - `generate` for pair models; sampling by top-k and top-p.

        ### Data

        - `training.class_weights` and `early_stopping.monitor`.
        - JSON, ARFF, `.ts` files and tables with a sequence per row are read as tables.
        - Several series in one table; columns known ahead of time, calendar, scaling by window.
        - Time columns are read: order, gaps, repeats, dates of forecasts, month names in seven languages.
        - Numbers as people write them, decided by the whole column; text in other encodings.
        - A table is never read as prose; unclear files are refused, naming the `--set` that helps.

        ### Runs that are kept

        - Every run has a folder with record and checkpoints: `resume` continues bit for bit, `runs` lists
          runs, `train --repeat` trains one again.
        - Best weights are saved in the background; a folder that holds another run is left alone.

        ### The screen says what is wrong

        - Suspects: rules that name what is probably wrong with a lane, with a number and what to do.
        - A one-sentence verdict for each lane; one definition of reach for map, word and table.
        - Palettes for dark and light backgrounds (`--theme`); a key for every pane; a pace for short runs.

        ### First features

        - RNN, LSTM, GRU and two-stage cells; attention; regularizers, optimizers and schedules; transfer.
        - Presets, classic tasks, language models, labelled text, labelled and tagged sequences, series.
        - Twelve augmentation methods; preparation steps fitted on the training part.
        - `data`, `evaluate`, `predict`, `generate`, `sweep`, `probe`, `bench`, `doctor`.

        """###),
    HelpPage(
      topic: "dashboard", file: "Dashboard",
      text: ###"""
        # The dashboard

        The dashboard shows a run in panes; this page says what each pane shows and how to read it.

        ```text
        rnn-tui compare · adding problem, T 150     ended  epoch 13/50  step 3 300  5:37
        ┏━ C Loss · MSE, log ━━━━━━━━━━━━━━━━━━━━━━━━━━━━ train ── val ━━  smooth 0.6 ━┓
        ┃    1 ┤⢣⢣        predicting the mean 0.1689 ⢠⣀                                ┃
        ┃       ⠤⠈⠦⣀⣤⣤⢶⣄△⠶⠶⠶⠶⣦⣀⡀⣀⣤⣤⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠶⠞⠛⠛⠳⠶⠶ ⡀ ⡀ ⡀ ⡀  ● rnn val 0.1708  ┃
        ┃  0.1 ┤ ⠁⠁●⣄⡀⡆⠈⠉⠛⠛⠛⠛⢳⠉⠙⠋     ⠈                  ⠈                             ┃
        ┃           ⠈⠙⢦⡀      ⠹⣄⡇                                                      ┃
        ┃ 0.01 ┤       ⢳⡀      ⠘⢦⣄                                                     ┃
        ┃               ⠹⡄       ⠈⠳⢦⣀⡀                                                 ┃
        ┃0.001 ┤         ⠙⠳⢦⣄⣀⣤⠶⠳⣄⡀ ⠉⠛⠶⠶⢦⣤⣤⣄⣀⣀⡀⢀⣀  ⡀                                   ┃
        ┃                   ⠈⠉ ⠉ ⠈⠙⢦⣄⣀⡠⡸⢀⣀⣀⠈⠉⠉⠛⠋⠉⠛⠶⣤⠶⣤⣤⣤⣤⣤▲          ▲ lstm val 2.2e-4 ┃
        ┃ 1e-4 ┤                    ⠈⠉⠛⠛⠋⠉⠉  ⠁  ⠈⠁⠈ ⠉⠳■⠞⠉⠚⠘          ■ gru val 1.5e-4  ┃
        ┃       0          1 000        2 000       3 000        4 000 step            ┃
        ┃   run ───b──────────────────────────────────b──b─                            ┃
        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
         N   lane     params optimizer       val   best   reach |g| max patience   dead
           ● rnn 130  17 551 adam 0.005   0.1708 0.1674   9/150   730.1 done         0%
           ▲ lstm 64  17 473 adam 0.005   2.2e-4 2.1e-4 150/150   5.239 done         0%
           ■ gru 74   17 391 adam 0.005   1.5e-4 7.7e-5 150/150   5.983 done         0%
           ─ predicting the mean          0.1689  learned by ▲ lstm, ■ gru
        ╭─ G Gradient ──────────────────── now on top ─ 0.01%  ░░▒▒▓▓██ 100% +×▲ more ─╮
        │ ● rnn ρ 7.30 |g| 3.182    ▲ lstm ρ 1.31 |g| 0.071   ■ gru ρ 2.15 |g| 0.065   │
        │  ██   ██  █▇▄▇██▃▇▆▆ ▄                       ▆█                        ▆█    │
        │  ██   ██  ██████████▄█                   ▁▁▁▂██                    ▁▁▁▅██    │
        │ zero <-12    -8   -4  0   zero <-12    -8   -4  0   zero <-12    -8   -4  0  │
        │ ▲×××++××+×××++×++++×++█   ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  │
        │                   ░▒▓██   ─────── learned ───────   ── learned, step 750 ──  │
        │                    ░▒██                 ░░░▒▒▓▓██   ▓▓▓▓▓▓▓▓▓▓█████████████  │
        │ ×░░░░░+░+×+×××××+++▓▓██                  ░░▒▒▓▓██                   ░░▒▓▓██  │
        │ t=1    vanishing  t=150   t=1     learned   t=150   t=1     learned   t=150  │
        │ halves in 0.30, 9/150     no decay, reaches all     unsteady, reaches all    │
        ╰──────────────────────────────────────────────────────────────────────────────╯
         1 L1 2 L2 3 drop 4 rdrop 5 CLIP 1 6 STOP 15 7 augment 8 zone 9 adapt lr 0.005
         suspects  ● rnn saturated: 95 % of the states at their bounds… · ( lower…   +1
         gru and lstm solved it (best: gru, 7.45e-05 on the test part (best weights),
         2300 times below predicting the mean); rnn is still on that line
         Space play  , . record  Tab pane  d data  y log  s S smooth  ? help  q quit
        ```

        This is `rnn-tui watch` on a run of `compare` that has ended, in 80 columns. GRU and LSTM have
        learned the task; the plain RNN has not. In 256 colours the gradient map is a colour ramp with two
        rows per line; it is shown here as shades. From 100 x 28 up the lane table has a frame, and Early
        stopping, Regularizers and Log are on the same screen. Smaller terminals show fewer panes, down to
        40 x 8. Every pane is one key away: press the letter before its title, and again to go back (see
        <doc:Keys>). A pane that has nothing to show yet says why when you press its key.

        Each lane has a mark and a colour, which it keeps: here `●` rnn, `▲` lstm, `■` gru. The header shows
        what trains, the state, epoch, step, time used and, while it trains, time left. The footer shows the
        keys that do something now. Once every lane has ended, the result is above the footer.

        During the first minute, or until the first key, a box says what to look for in the preset. After
        that the same text is in the help (`?`).

        ## Loss

        Key `C`. The training loss (faint) and validation loss (strong) of every lane, with a label at the
        right edge.

        - The lane's mark is at its best validation.
        - The dotted area between validation and training loss is the gap. Here the training loss is
          measured the same way as the validation loss, without dropout.
        - The thin line is the trivial predictor. A lane on it has learned nothing yet.
        - Each key press that changed something, each explosion, and each stop is a dotted vertical line
          with a label.
        - Training loss is smoothed (`s`, `S`). Without smoothing it is drawn as a range, from its smallest
          to its largest value.
        - The y axis leaves out the start of each curve. `↑16` marks a value off the axis; `v` shows all
          values.
        - Where curves overlap, their colours alternate and hollow marks tell them apart. `[` and `]` bring
          one to the top.
        - Grey curves are from before a restart or an undo.
        - After a fork, a second plot below shows the fork's loss minus that of the lane it was copied from:
          training as a line, validations as marks. Below 0 the fork is better so far.
        - The bottom row is the whole run, whatever part the plot shows: `c` a change, `f` a fork, `b` a
          best validation, `s` a stop, `!` an explosion, `x` a divergence. `b` and `e` go to the previous
          and the next one.
        - In full screen it also says how the run continued after a change: slopes and `|g|` before and
          after it, with standard errors (<doc:Runs>).

        Keys: `y` log scale, `x` steps, epochs or seconds, `+` `-` `0` zoom, arrows move.

        ## Suspects

        One or two lines below the loss and the lane table, or above the footer on smaller screens, name
        what is probably wrong with a lane, the number that raised the suspicion, and the key or setting to
        try next. They are empty while nothing is suspected.

        The suspects: exploding, vanishing, dead units, saturated gates or states, a rate too high or too
        low, overfitting, a limit reached, a class ignored, worse than the trivial predictor, always
        clipped, and a window too short.

        ## Lanes

        Key `N`. One row per lane: its name and hidden units, parameters, optimizer and rate, last and best
        validation loss, reach, largest gradient norm, patience, dead and saturated shares. A narrow pane
        leaves out columns. Below the lanes: the trivial predictor, which is the loss to beat, and the lanes
        that beat it. `▸` marks the selected lane.

        - `val`: the last validation loss. `best`: the smallest so far, whose weights are kept, or the best
          value of the metric that `early_stopping.monitor` names. Losses are means.
        - Next to the losses: accuracy for classes, rmse for a series, on the validation part.
        - `gap`: validation minus training loss, both without dropout.
        - `reach`: see Gradient. `l2` means layer 2; `e1`, `d1` the first layer of the encoder or decoder.
        - `|g|`: norm of the gradient. `|g| max`: the largest so far, with `!` if it wrecked the weights.
        - `dead`: units whose state does not change. `satur.`: the share of values at a bound, in the most
          saturated gate or in h.

        In full screen: every fact, how each lane is doing or how it ended, its suspects in full, penalties,
        test loss, clipping.

        ## Early stopping

        Key `E`. The best epoch, the patience left as a bar, what happened at the trigger, and "what if":
        where other patience values would have stopped, and how much worse their best would have been.

        The bar shrinks with every validation without improvement. At its end the lane stops and returns to
        the weights of its best epoch. A dim bar is full: the last validation was an improvement. `6`
        switches early stopping; switching it off lets a stopped lane continue.

        ## Gradient

        Key `G`. For each lane: how much of the gradient arrives at each time step.

        A value is the norm of the state's gradient at step t (for an LSTM, of h and c together), divided by
        the norm near the end. The norm near the end is the median of the last tenth of the steps, at least
        9 and at most 20 steps.

        - **Map.** Left is the far past; right is the end, where the loss is. Now is on top, the beginning
          of the run at the bottom. All lanes and the whole run share one scale: bright means that as much
          arrives as near the end, dark means 1 % or less. Growth has separate colours, or the marks `+`,
          `×`, `▲`: more than at the end, up to 10, up to 100, over 100 times. `0` is exactly zero, `!` is
          not finite. `·` means that every sequence was shorter. Where lengths differ, steps count from the
          end.
        - **Words below the map**, such as `halves every 4.2 steps, reaches 28 of 100`. The reach is the
          number of steps, counted from the end, of which 90 %, including the last one, hold at least 1 % of
          the norm near the end. Over two thirds of the steps: *reaches back*; from one third: *fading*;
          less: *vanishing*. *Exploding*: over 100 times the norm near the end. The words and numbers are
          the median of five rows.
        - **Colour of the word.** The word is coloured only while the loss is on the trivial predictor.
        - **Quiet rows.** A solved task passes back almost nothing. Once a lane has learned, its rows turn
          quiet. Learned means 99 % right, or a tenth of the predictor's loss with at least 95 % right. A
          series never counts as learned.
        - **Histogram above the map.** The log10 norms, one per step and sequence. Exact zeros, overflow and
          NaN have their own bars.
        - **Numbers.** ρ is the spectral radius of the recurrent matrix. `|g|` is the norm of the whole
          parameter gradient, before → after clipping (means of about 20 steps), with the share of clipped
          steps.

        Where every step has a loss, all of this comes from an extra backward pass of the last step's loss
        alone.

        `v` shows the norms themselves. In full screen: every layer, the profile over t, and dL/dh and dL/dc
        separately. The output of a convolution has its own row in the map. For pairs, the encoder is to the
        left of the border and the decoder to the right. The encoder is measured by the whole loss, because
        it has no separate loss; the decoder by the loss of the last token before the end.

        The map says how far the error is passed back, not what the lane remembers.

        ## Layers

        Key `W`. One row per tensor: the norms of its gradient at the latest measurements as a histogram,
        and the update-to-weight ratio. The ratio is the norm of one update over the norm of the weights, as
        log10. It is about 0.001 (-3) where learning goes well. Far below, a tensor hardly moves: raise the
        rate. Far above, the updates are too large. "frozen" marks a tensor that `model.freeze` holds.

        All histograms share one log10 axis; `|g|` is the newest norm. Layers near the inputs with much
        smaller norms learn slowly. Up and down choose a tensor, left and right or `[` and `]` the lane; `*`
        shows lanes side by side.

        ## Gates

        Key `T`. For each gate: the share of its values that are closed (below 0.1), open (above 0.9) or
        between, over units, steps and sequences, and their mean. Also saturated states and dead units.

        - An open forget gate (LSTM) or update gate (GRU) remembers; a closed one forgets. The update gate
          of minGRU works the other way round: open, it replaces h.
        - A fully saturated gate hardly learns any more.
        - *half open*: most values are between. *shut*, *wide open*: nearly all are at one bound.
        - *state h*: the share of h at the bounds of its activation, where the gradient is almost zero.
        - *dead*: units whose state did not change over a whole batch.

        ## Attention

        Key `A`, for models with attention. What each step, or the last one, looks at, as a map with the
        shades of the gradient map. Each row is one query; its weights add up to 1. Columns are the time
        steps it may look at, the far past on the left; a blank place is one it may not look at. A bright
        column is a step that many queries look at. `▾` marks a step that the answer follows from, where the
        task knows it.

        For pairs: where the decoder looked in the source (across) for each token of its answer (down) to
        one validation example, with the tokens at both edges. Arrows choose the example; it is redrawn at
        each validation. A lane that has learned to align looks at one place per row. Below the map is every
        lane's answer, including those of lanes without attention.

        ## Output

        Key `O`, from the first validation on. `[` and `]` choose the lane.

        - **Series and tasks with numbers.** Forecast against truth (dashed) on validation data, with the
          error over the whole part. With several targets, the first; full screen shows all.
        - **Language models.** Text that the network writes, with its temperature. Full screen also shows
          the text of earlier validations.
        - **Classes.** The confusion matrix: true classes (rows) against answers (columns), with precision,
          recall and F1. Right answers are on the diagonal; the shade is the share of the row. For models
          with `model.loss: crf`, `v` shows the scores of neighbouring tags.
        - **Pairs.** Answers next to what they should be, wrong tokens underlined. Above them: the share of
          exact answers by the length of the source. Where it falls with the length, the lane cannot carry
          long sources. Full screen shows an example with the best answers of a beam.
        - **Labels without alignment** (`model.loss: ctc`). Each label as spikes over time, above the input.

        ## Positions

        Key `P`, for data with a loss at every step. The validation loss by position in the sequence: the
        mean over all sequences at t=1, t=2 and so on. For pairs: by token of the answer, with the tokens
        before it given. Where the loss rises with t, memory ends; where it falls, the network needs the
        earlier steps first. `┄` is the trivial predictor over all positions.

        ## Data

        Key `D` or `d`. What the data are and what is asked; columns with kinds, ranges and missing values;
        what each step of the preparation changed, with values before and after; parts, classes and lengths;
        pictures of the series and of examples. `rnn-tui data FILE` prints the same without training.

        ## Regularizers

        Key `R`. Each switch, its strength, and whether the last command was applied (at which step) or
        rejected (why). Settings without a digit appear while they are on. Full screen lists every setting
        that can change while training, with its meaning (<doc:Keys>).

        ## Log

        Key `M`. Events and commands with the time since the start, the newest on top. Arrows move through
        older lines.

        ## The cost of looking

        The numbers shown in Gradient, Layers and Gates cost a few per cent of the training time. The
        full-size panes say how much.

        ## Colours

        With 256 colours there is a palette for dark backgrounds and one for light ones. The terminal's
        reply decides which (else `COLORFGBG`, else dark); `--theme light` or `--theme dark` overrides it.
        With fewer colours the terminal's own are used. `--no-color` and `--ascii` do without colours and
        without Unicode.

        """###),
    HelpPage(
      topic: "engine", file: "Engine",
      text: ###"""
        # How a training step runs

        This page follows one batch through the engine, from the batch plan to the new weights, with the
        shape of the data at each point.

        The letters: T time steps, B sequences of a batch, S sequences of a shard, I inputs, H hidden units,
        G gates, O outputs, V vocabulary, D directions. All arrays are F32 and time major: [T, B, I] holds
        all sequences of step 0, then all of step 1. Paths are below `Sources`.

        ## The phases

        `Trainer.step()` (`Training/Trainer/Trainer.swift`) does one step of every active lane:

        ```text
        gatherBatches, fillBatches          batches [T, B, I], targets
        model.begin(batch, job)             loads shards, makes memory
          weightNoise   noisyPack           only with weight noise
          wordProducts                      only with few tokens
          pass                              per shard: forward, loss, backward
          weightGradients  embeddingGradient
          adversarialPass, and its two gradient phases    only with adversarial training
          norms                             penalties, |g|
        prepareUpdate                       loss and |g| finite? clipping factor, learning rate
        diagnostics (some steps)
          update                            optimizer
          pack                              new weights into panels
        validate, if due
        ```

        A phase is a number of independent tasks. The order of phases, and of the work within a shard's
        pass, is in `Engine/Model/PassPhase.swift` and `Engine/Model/ShardedModel.swift`. Both kinds of
        model follow it: `Network` and `EncoderDecoder`. `TrainingStep` (`Engine/Model/TrainingStep.swift`)
        runs the same phases for the probe, the benchmark and the tests.

        ## 1. The batch plan

        `BatchPlan` decides how the training part becomes steps:

        - Usually: the examples of an epoch in a shuffled order, B at a time. `EpochOrder` shuffles them by
          seed and epoch alone. `LengthBuckets` then sorts chunks of 50 batches by length, so that a batch
          holds sequences of about the same length, and shuffles the batches.
        - `training.batch: all`: parts of at most 128 sequences, whose gradients are added up.
        - `training.truncate`: `StreamPlan` cuts a text into B contiguous streams. Step n reads the next T
          tokens of each stream.

        A lane's place in the data follows from its own step number. Lanes at the same step share one
        `Batch`. If augmentation is on, the lane gets a copy of the batch with changed sequences; lanes with
        the same settings share that copy.

        `Batch` (`Engine/Network/Batch.swift`) holds:

        | array | shape |
        |---|---|
        | `inputs` | [T, B, I] numbers, or empty |
        | `tokens` | [T, B] token ids, or empty; -1: no token, zeros in place of the embedding |
        | `targetValues` | [B, O] or [T, B, O] |
        | `targetClasses` | [B], [T, B], or [U, B] where targets are separate sequences of U steps |
        | `lengths` | [B] valid steps of each sequence |
        | `targetLengths` | [B], where targets are separate sequences |

        T is the length of the longest sequence in the batch.

        ## 2. Shards

        `begin` cuts the batch into shards of 16 sequences, the last one smaller (`Shard.maxRows`). The cuts
        depend on nothing but B. Each shard has all the memory that its pass needs: `Shard`,
        `StackWorkspace`, one `LayerWorkspace` per layer and direction, and `HeadWorkspace`. A shard's
        arrays have S in place of B: [T, S, I]. Steps past a sequence's end are set to 0.

        From here until the weight gradients, shards are independent of each other.

        ## 3. Inputs

        `RecurrentStack+Inputs` fills the first layer's input [T, S, I]:

        - numbers, copied from the batch;
        - rows of the embedding [V, I], one per token;
        - or the output of convolutions. `Convolution` gathers the steps of a window side by side,
          [T', S, width*I], so that each convolution is one product with [width*I, channels], then ReLU. T'
          is ceil(T / stride).

        Input noise is added here.

        If the vocabulary is at most half of T*B, and dropout, noise and adversarial training leave the
        inputs as they are, the embedding is not looked up at all. The phase `wordProducts` multiplies every
        embedding row with the input weights once, [V, G*H], and the time loop copies rows of that table.
        A `two_stage` net always looks the embedding up, because its output stage needs the inputs too.

        ## 4. Input products

        `RecurrentLayer` (`Engine/Network/RecurrentLayer.swift`) owns every matrix product of a layer and
        the only loop over time. Before the loop it takes the product of the whole sequence with the input
        weights:

        ```text
        gates [T*S, G*H] = x [T*S, I] W_ih^T
        ```

        Products use `PanelMatrix`: the weights, repacked once per update into contiguous panels of 64
        columns. Each call to OpenBLAS is a block of at most a million multiplications, which OpenBLAS takes
        without packing where the processor has AVX-512. With AVX2 alone, a kernel in `CKernels/panels.c`
        multiplies panels of 16 columns instead. A second set of panels serves the backward pass.
        Multiplication by a peephole's diagonal is a plain loop.

        ## 5. The recurrent time loop

        For each t, with states [S, H]:

        1. the recurrent product h(t-1) W_hh^T, [S, H] to [S, G*H], is added to the gates of step t. The GRU
           keeps it apart, because its reset gate acts on this part alone;
        2. the cell turns pre-activations into activations in place and writes h(t), and c(t) where it has
           one (`forward(_:stage:)`, a loop in C over rows of one shard);
        3. zoneout, if on, mixes in the old state;
        4. rows whose sequence has ended are set to 0.

        A cell may divide a step into stages with products between them: the GRU with `reset: before`
        multiplies r o h' after the first stage.

        What is kept for the backward pass, per layer and direction:

        | array | shape |
        |---|---|
        | `gates` | [T, S, G*H] pre-activations, then activations, then their derivatives |
        | `recurrent` | [T, S, G*H] where the cell keeps the recurrent product apart |
        | `inner` | [T, S, H] where the cell keeps something for itself |
        | `hiddenStates`, `cellStates` | [T + 1, S, H]; index 0 is the initial state |
        | `tanhCells` | [T, S, H] tanh(c) |

        Recurrent dropout multiplies h(t-1) by a mask [S, H], or [T, S, H] with `mask: step`, before the
        product. Dropout between layers multiplies a layer's input. Its mask is as large as the input.

        The next layer's input is h [T, S, H]. With two directions the second net reads each sequence from
        its own end, and the layer's output is [T, S, 2H].

        ## 6. Attention and head

        Attention (`Engine/Network/Attention.swift`) takes keys from the top layer's states [T*S, C], with
        C = D*H, and queries from the last states [S, C] or from all of them. Scores and softmax are per
        sequence: [1, T] or [T, T]. The result is added to the querying state.

        The head (`Engine/Head/OutputHead.swift`) is one product, with dropout before it:

        ```text
        y [rows, O] = x [rows, C] W^T + b        rows: S with one answer, T*S with one at each step
        ```

        ## 7. Losses

        A `RowLoss` (`mse`, `bce`, `ce`) takes rows one by one. A `SequenceLoss` takes whole sequences, in
        double precision: `crf` by forward-backward over tags, `ctc` over alignments. In a training pass the
        derivative replaces the outputs in place. It is already divided by the number of terms of the whole
        batch (targets; for numbers, times O), or by the sum of the targets' class weights, so that the sum
        over shards is the mean. Label smoothing and the confidence penalty are part of this derivative;
        what they add is counted apart from the loss.

        ## 8. The backward pass

        The head passes its derivative back to x [rows, C], through attention and into the top layer.
        `RecurrentLayer+Backward` then runs the time loop from T to 1, layer by layer from the top. At each
        step:

        1. dL/dh(t) is the sum of the part from above and the part from step t + 1;
        2. the cell replaces the activations of step t by the derivatives of the pre-activations
           (`backward(_:stage:)`), passes dL/dc(t-1) on, and leaves the squared norms of dL/dh(t) and
           dL/dc(t), one number per step and sequence;
        3. the product of the gates' derivatives with W_hh, [S, G*H] to [S, H], gives dL/dh(t-1).

        After the loop one product over all steps, [T*S, G*H] with W_ih, gives the derivative of the layer's
        input [T*S, I]. The first layer needs it only if something below it is learned or moved: an
        embedding, a convolution, adversarial inputs.

        Where every step has a loss, the local losses hide how far a gradient reaches. On the steps that
        diagnostics look at, the last step's loss is therefore passed back alone, before the pass that
        trains. That pass keeps the activations and leaves only norms.

        ## 9. Weight gradients

        After all shards, the phase `weightGradients` takes each gradient once over all steps:

        ```text
        dW_ih [G*H, I] = sum over shards of gates [T*S, G*H]^T x [T*S, I]
        dW_hh [G*H, H] = sum over shards of gates [T*S, G*H]^T h' [T*S, H]
        ```

        A task is a tile of 64 or 128 rows of one weight matrix. It adds up the shards in order. Biases are
        column sums. The embedding's gradient adds up input derivatives by token.

        Adversarial training then moves the inputs against their gradient and repeats the pass and the
        gradients on the moved inputs. Each half counts for half of the objective. With several parts
        (`batch: all`) each part adds to the gradient.

        ## 10. Penalties, norm and clipping

        All parameters lie in one flat block (`Engine/Model/Parameters.swift`); gradients and the
        optimizer's moments have the same layout. Work on them is cut into chunks of 16384 numbers. The
        phase `norms` completes each chunk: it makes the mean of several parts, sets the gradient of frozen
        tensors to 0, adds the L1 and L2 gradients to weights (never biases), and takes the sum of squares
        in double precision. With `clip.by: value` it also clamps each entry.

        `TrainingStep.gradient` adds up the chunks in order. Clipping by norm is PyTorch's
        `clip_grad_norm_`: a factor min(1, limit / (|g| + 1e-6)), which the optimizer applies as it reads
        the gradient.

        If the loss, |g| or the penalty is not finite, the weights stay as they are and the lane has
        diverged. `firstNonfinite` finds the place: forward in time through the states, then backward
        through the gradient.

        What every regularizer asks of a step is one value, `StepPlan`, rebuilt when a setting changes:

        | regularizer | acts in |
        |---|---|
        | `dropout`, `recurrent_dropout`, `zoneout` | pass: masks |
        | `input_noise` | inputs |
        | `weight_noise` | `weightNoise`: a noisy copy of the weights, which the pass uses |
        | `label_smoothing`, `confidence_penalty` | loss |
        | `adversarial` | the adversarial phases |
        | `l1`, `l2`, `clip` by value | `norms` |
        | `clip` by norm, `weight_decay` | `update` |
        | `adaptive` | after a validation, in the trainer |

        ## 11. Diagnostics

        Every fourth training step, or every twentieth where each time step has a loss, is measured. The
        pass then also counts gate values and dead units and takes the norms of the last step's loss alone.
        Between the gradient and the update, `LaneDiagnostics` collects the norms [T, S] of each layer into
        the rows of the gradient map, and the norms of each tensor's gradient and weights; after the update,
        the norm of the change. `DiagnosticsCost` measures what this costs: a few per cent of the training
        time. The full-size panes show how much.

        ## 12. Update and repacking

        `update` runs the optimizer on each chunk with the learning rate of this step: the base rate times
        the schedule's factor. Decoupled weight decay shrinks the weights first. Frozen tensors are skipped.
        `pack` then copies the new weights into the panels of both passes.

        After that the trainer counts the step, validates if it is time, and ends lanes that are done.
        Validation runs only `wordProducts` and `pass`, without dropout and noise. Zoneout then takes its
        mean.

        ## Encoder-decoder

        `EncoderDecoder` runs the same phases. Within a shard's pass the encoder reads [T, S], a bridge maps
        its last states to the decoder's first ones, and the decoder reads the target's tokens [U, S],
        shifted by one step. Attention over the source gives z [U*S, H], which the head reads. If a step's
        input depends on the step before (input feeding, or teacher forcing below 1), the decoder goes step
        by step. Otherwise it takes all steps at once.

        ## Threads

        `--threads` sets the size of `ThreadPool`, the trainer's own thread included. `Passes` runs one
        phase after the other. Within a phase, the tasks of all lanes are one list, from which the threads
        draw: shards in `pass`, tiles in the gradient phases, chunks in `norms` and `update`, weight
        matrices in `pack`. A thread that finds no task spins for about half a millisecond and then parks.
        OpenBLAS uses one thread per call.

        The engine itself knows nothing of threads. The caller runs its tasks.

        ## Why the bits do not depend on the number of threads

        - Shards are always cut in the same way, so each product has the same operands.
        - A task writes only what belongs to it. Sums over shards, chunks and tiles are taken in a fixed
          order, after the tasks or within one of them.
        - Cuts of products depend on shapes only.
        - Random numbers are functions of seed, step, place and column (`NoiseSource`), not of the order in
          which they are drawn.
        - The order of an epoch follows from seed and epoch.

        The same preset, seed and commands therefore give the same bits for any `--threads`. Another
        processor may choose other kernels and give other bits.

        ## Where memory is allocated

        - When a lane is made: weights, gradients, moments, panels, and every shard's workspace, for the
          longest sequences and the largest batch. `Memory.require` estimates this first and refuses sizes
          that do not fit.
        - In `begin`: blocks that only some passes need, such as masks, input derivatives or noisy weights,
          when a pass first asks for them. They stay.
        - When lanes first differ in their step, or augmentation is first switched on: one more batch.
        - In tasks: nothing. In the steady state a training step allocates nothing and takes no lock. Tests
          count allocations.

        ## Measure the speed

        ```sh
        rnn-tui bench --workload charlm128 --cell lstm
        ```

        `bench` measures the median time of a real training step: forward, loss, the whole backward pass
        with the gradient's norm at every time step, clipping at 1, and Adam. `peak_gflops` is the rate of a
        large matrix product on as many threads. OpenBLAS picks kernels for the processor unless
        `OPENBLAS_CORETYPE` or `OPENBLAS_L2_SIZE` pin them; `bench` and `doctor` say so. With `--json` each
        line has `workload`, `cell`, `threads`, `steps`, `step_ms`, `sequences_per_second`, `gflops`,
        `peak_gflops`, `peak_memory_mb` and `blas_core`.

        """###),
    HelpPage(
      topic: "extending", file: "Extending",
      text: ###"""
        # Adding a cell, a pane, a preparation step ...

        Most kinds of parts are one new file that conforms to a protocol, plus one line in a registry.

        ## The targets

        An arrow means "is imported by". `Package.swift` declares these dependencies; nothing else may be
        imported.

        ```text
        CKernels, COpenBLAS -> Engine
        Telemetry, CZlib    -> Datasets       with the trait Sound also CSndfile, CKissFFT
        Engine, Datasets, Telemetry, CStartup, Yams -> Training
        Telemetry           -> Dashboard
        Engine, Datasets, Telemetry, Training, Dashboard,
        CNcurses, CTerminal, CStartup, ArgumentParser       -> rnn-tui
        ```

        - `Engine` holds the mathematics. It knows nothing of files, threads or screens.
        - `Datasets` turns files and generators into batches. It knows nothing of networks.
        - `Telemetry` holds the values that training publishes and the screen draws.
        - `Training` has presets, the trainer, the worker thread, records and saving.
        - `Dashboard` is two pure functions, `update(state, message)` and `render(state)`. It cannot import
          `Engine`.
        - What happens in a run is a value, `RunEvent`. The log, headless lines, JSON and tests subscribe to
          it in the same way.

        ## What to write, and where to register it

        Paths are below `Sources`.

        | to add | write (protocol) | one line in | what else |
        |---|---|---|---|
        | a cell | `Engine/Cells/NAME.swift` (`RecurrentCell`), its loops in `CKernels/NAME.c` | `CellRegistry.all` | a declaration in `CKernels/include/CKernels.h`; see below for options |
        | a regularizer | `Engine/Regularizers/NAME.swift` (`Regularizer`) | `RegularizerRegistry.all` | a row of `RegularizerControl.all`, in the same order: digit, label, rungs, meaning; for a new effect a field of `StepPlan` and the code that uses it |
        | an optimizer | `Engine/Optimizers/NAME.swift` (`Optimizer`) | `OptimizerRegistry.all` | for a new option a field of `OptimizerOptions` and a line in `PresetKeys+Optimizer.swift`; at most two moments per weight |
        | a loss | `Engine/Losses/NAME.swift` (`RowLoss`, or `Loss` with a `SequenceLoss` in `Engine/Head`) | `LossRegistry.all` | the place that chooses it: the data's kind of targets, or a case of `ModelLoss` (`Training/Presets/Preset.swift`) with its conditions in `LaneArchitectures`; for whole sequences a case in `Network.objective` |
        | a schedule | `Engine/Schedules/NAME.swift` (`Schedule`) | `ScheduleRegistry.all` | nothing; its options become keys |
        | a metric | `Training/Metrics/NAME.swift` (`Metric`) | `MetricRegistry.all` | sources name it in a dataset's `metrics`, or `follows` asks for it |
        | a suspect | `Training/Suspects/NAMESuspect.swift` (`SuspectRule`) | `SuspectRegistry.all` | a case of `Suspect.Kind` in `Telemetry/Lanes/Suspect.swift` |
        | an augmentation | `Datasets/Augmentation/NAME.swift` (`Augmentation`): what it does to one column of a batch, and which data it must not be applied to | `AugmentationRegistry.all` | nothing |
        | a data source | `NAMESource.swift` in a folder of `Datasets` (`DataSource`) | `DataSources.all` | for a new key of `data` a case of `DataKey` and a field of `DataConfiguration`; for a file that is to be recognised `Datasets/Loading/Recognition.swift` |
        | a generated task | `Datasets/Tasks/NAMETask.swift` (`GeneratedTask`) or `NAMESeries.swift` (`GeneratedSeries`); pairs: `Datasets/Pairs` (`PairTask`); labels along steps: `Datasets/Transcripts` (`TranscriptTask`) | `DataSources.all` | a preset in `presets/` |
        | a preparation step | `Datasets/Preparation/NAME.swift` (`Preparation`) | `Preparations.all` | the list of names in a test |
        | a pane | `Dashboard/Panes/NAMEPane.swift` (`Pane`) | `PaneRegistry.all` | a place in `Layout.swift`, if it is to share the screen; new numbers need more, see below |

        Registries keep the order in which screens and keys list their entries. `RegularizerRegistry` and
        `AugmentationRegistry` also give the position of a setting in checkpoints: add at the end, and raise
        `Checkpoint.format`, because an older checkpoint has fewer settings.

        Many tests run over the registries, so that a new entry is tested without a new test. A new cell,
        loss or optimizer also needs a plain double-precision version in `Tests/EngineTests`, against which
        its results and gradients are checked (<doc:Testing>).

        ## A cell, step by step

        1. Write the loops in `CKernels/NAME.c`: one function for a step forward, one backward, each over S
           rows of H units. Mark them `CK_CLONES`, so that they are compiled for several instruction sets.
           Declare them in `CKernels/include/CKernels.h`, with the equations.
        2. Write `Engine/Cells/NAME.swift`: a struct that conforms to `RecurrentCell`, with the equations
           and the paper in its doc comment. Matrix products and the time loop are not its business.
        3. Add `NAME.self` to `CellRegistry.all`. Presets, `--cells`, model files, the probe, `bench` and
           matched sizes then know its name.
        4. Add the equations in double precision to `Tests/EngineTests/Support/OracleCell.swift`.

        The members without a default:

        | member | meaning |
        |---|---|
        | `static name` | the name in presets and model files |
        | `static ownOptions` | the `CellOptions` that belong to it; often `[]` |
        | `init?(_ options)` | nil where the options ask for another cell of the same name |
        | `gates` | letter, name and role of each gate, in the order of the fused weights |
        | `candidate` | the gate that proposes new content; its block gives the spectral radius |
        | `forward(_:stage:)` | pre-activations [S, G*H] to activations, h(t), c(t) |
        | `backward(_:stage:)` | activations to derivatives of the pre-activations; dL/dh, dL/dc; squared norms |

        The members with a default:

        | member | default | override it when |
        |---|---|---|
        | `static variants` | one | options choose between kinds; tests run over them |
        | `hasCellState` | false | there is a c next to h |
        | `keepsRecurrentProduct` | false | a gate acts on R h' alone, as in the GRU |
        | `keepsInner` | as `products` need | a step leaves something in `inner` for the backward pass |
        | `passesHiddenDirectly` | false | h(t-1) enters h(t) beside the recurrent product |
        | `addsToOperand` | false | the backward pass leaves a derivative of the operand in `inner` |
        | `biasTerms`, `combineBiases` | b_ih + b_hh | biases are not simply added |
        | `stages` | 1 | a step has products between its parts |
        | `products` | h(t-1) times W_hh | there are none (`[]`), or others, such as peepholes |
        | `peepholeShape` | none | there are weights from c to gates |
        | `outputStage` | none | a layer on top makes the output |
        | `stateBounds` | -1...1 | h has other bounds, or none |

        Roles (`forget`, `keep`, `replace`, `input`, `output`, `reset`, `content`) decide what the Gates
        pane says about a gate. `model.forget_bias` is added to gates with the role `forget`,
        `model.update_bias` to those with `keep`.

        A new option of a cell is more than one line: a property and a case of `Name` in `CellOptions`, its
        line in `own(of:)`, a key in `Training/Presets/PresetKeys+Model.swift`, and reading and writing in
        `Training/ModelFiles/ArchitectureJSON.swift`.

        These tests pick the cell up: `NetworkGradientsTests` (every loss, head, depth and kind of noise
        against the oracle), `NetworkTests` (same bits, no allocations, carried states), the
        encoder-decoder's tests, `InitialisationTests`, `ArchitectureTests`, `CellOptionsTests`,
        `ModelFileTests`, `ProbeTests`, `BenchmarkTests`, `LaneDiagnosticsTests`, `MatchedSizesTests`.

        ## A pane, step by step

        1. Write `Dashboard/Panes/NAMEPane.swift`. Add its name to `PaneID` in the same file, and make a
           struct that conforms to `Pane`.
        2. Add it to `PaneRegistry.all`, at its place in the order of Tab. Its key, its help and its full
           screen follow from that.
        3. To show it next to other panes, give it a rectangle in `Dashboard/Frame/Layout.swift`. Without
           that it is shown only in full screen.

        ```swift
        extension PaneID {
          package static let example = PaneID("Example")
        }

        package struct ExamplePane: Pane {
          package let id = PaneID.example
          package let key: Character = "Z"
          package let help = ["What it shows, one sentence per line."]

          package init() {}

          package func draw(into canvas: inout Canvas, _ rect: Rect, _ context: PaneContext) {
            let inner = canvas.frame(rect, key: key, title: "Example", focused: context.isFocused)
            guard inner.rows > 0 else { return }
            canvas.text("nothing yet", inner.column, inner.row, Style(.muted), width: inner.columns)
          }
        }
        ```

        | member | default | meaning |
        |---|---|---|
        | `id`, `key`, `help` | | its name, its letter, and its text in the help |
        | `draw(into:_:_:)` | | draws into a rectangle of any size, even an empty one |
        | `isAvailable` | there are lanes | false while it has nothing to show |
        | `whyUnavailable` | "nothing trains yet" | why it has nothing to show |
        | `otherView` | none | name of the view that `v` switches to |
        | `move` | selects the lane | what arrows do |
        | `arrows` | none | a word for that in the footer |
        | `usesDiagnostics` | false | it shows numbers that training itself does not need |

        A pane draws only what is in `State`. A new number takes more than one file: a field of
        `LaneSnapshot` (`Telemetry/Session/Snapshot.swift`), the code in `Training` that computes it and
        `Trainer+Snapshot.swift`; and, so that `watch`, `export` and `resume` have it too, `LaneState`,
        `RecordedLane`, `RecordedLane+Check`, `SessionRecorder` and `SessionReducer`.

        These tests pick the pane up: `PaneTests` (draws at any size and stays inside), `KeyBindingsTests`
        (every key is bound once; the pane's key and title; a fixture there must make every pane available),
        and the help screen in `Tests/DashboardTests/Snapshots`, which changes. Add snapshots of the pane.
        `FuzzTests` names the panes that it draws at all sizes; add the new one.

        ## A preparation step, step by step

        1. Write `Datasets/Preparation/NAME.swift`: a struct that conforms to `Preparation`.
        2. Add it to `Preparations.all`. `data.prepare` then takes it, `show --keys` lists what it allows,
           and model files keep what was fitted.
        3. Add its name to the message in `PreparationTests.whatASettingAllowsIsSaid`, and write tests of
           what it does. No test runs over `Preparations.all`.

        | member | default | meaning |
        |---|---|---|
        | `static name` | | the name in `data.prepare` |
        | `static allowed` | | the values that may follow the name, in words |
        | `static about` | | what it does |
        | `init?(_ value)` | | nil where the value is not allowed |
        | `fit` | no numbers | what it learns, from the training part alone; kept with the model |
        | `fault` | no numbers allowed | why fitted numbers from a file cannot be used |
        | `apply` | | changes the frame; returns a sentence for the report, and how many values changed |

        A `Frame` has two readings of each input: `values` may look at later rows, `causal` may not. Use
        `map` or `mapInputs`, which change both. A step whose rows depend on earlier rows, such as a moving
        average, calls `spreadReach`. A step that has no value for the first rows, such as a difference,
        raises the lower ends of `segments`. A step that changes a target must change it so that forecasts
        can be converted back to the data's own units (`TargetColumn.swift`). What happens without
        `data.prepare` is in `AutomaticPreparation.swift` for series, and in
        `Datasets/Sequences/SequenceInputs.swift` for sequences.

        """###),
    HelpPage(
      topic: "formats", file: "Formats",
      text: ###"""
        # File formats

        The files that a run writes and the files that rnn-tui reads from other programs have these formats.

        ## The folder of a run

        | file | content |
        |---|---|
        | `LANE.safetensors` | the best weights of a lane; `LANE.2.safetensors` after a restart |
        | `run.yaml` | the preset with all defaults; `rnn-tui train RUN/run.yaml` trains it again |
        | `manifest.json` | how, when and where the run was started |
        | `record.jsonl` | everything that happened and was drawn, one JSON object per line |
        | `index/` | saved states of a long record, for fast opening; can be deleted |
        | `checkpoints/` | the newest states of the session, to resume from |
        | `inbox/` | requests of other processes, while the run trains |
        | `live.json` | the newest numbers, while another process watches |

        `--no-record` keeps only the weights. Files that appear under their final name are complete: they
        are written to a temporary file, flushed, and renamed. The record is the exception; it grows line by
        line. See <doc:Runs> for how these files are used.

        ## Model files

        A model is a safetensors file: little endian F32, row major. Tensors have PyTorch's names. Without
        the prefix `rnn.`, `load_state_dict` of `torch.nn.RNN`, `LSTM` and `GRU` accepts them if all layers
        have the same size and there are no peepholes.

        In the shapes below, I is the number of inputs, H hidden units, D directions (1 or 2), O outputs and
        V the vocabulary; k is the layer, from 0. G is the number of gates: rnn and two_stage 1; lstm 4, in
        the order i f g o; gru 3 (r z n); mingru 2 (z n); minlstm 3 (f i n). Layer 0 has I columns of input,
        a higher layer the D*H of the layer below.

        | tensor | shape |
        |---|---|
        | `embedding.weight` | [V, I] |
        | `convolution.K.weight`, `convolution.K.bias` | [channels, columns, width], [channels]: those of `torch.nn.Conv1d` |
        | `rnn.weight_ih_l{k}`, `rnn.weight_hh_l{k}` | [G*H, columns], [G*H, H] |
        | `rnn.bias_ih_l{k}`, `rnn.bias_hh_l{k}` | [G*H] each |
        | `rnn.weight_peephole_l{k}` | diagonal: [3, H], order i f o; full: [4*H, H], order i f g o; i, f and g see c(t-1), o sees c(t) |
        | `rnn.weight_ho_l{k}`, `rnn.weight_xo_l{k}`, `rnn.bias_o_l{k}` | `two_stage`: [H, H], [H, columns], [H] |
        | `rnn.weight_hc_l{k}`, `rnn.weight_co_l{k}` | `two_stage` with context: [H, H] each |
        | `attention.weight_query`, `attention.weight_key`, `attention.weight_value` | [D*H, D*H] |
        | `attention.bias`, `attention.vector` | additive attention: [D*H] |
        | `head.weight`, `head.bias` | [O, D*H], [O] |
        | `crf.transitions`, `crf.start`, `crf.end` | loss `crf`: [O, O] from row to column, [O], [O] |

        - The backward direction has the same `rnn.` tensors with `_reverse` at the end of the name.
        - `mingru` and `minlstm` have no `weight_hh` and no `bias_hh`.
        - The equations are in <doc:Networks>.

        ### Metadata

        `__metadata__` holds texts, each of which is JSON:

        | key | content |
        |---|---|
        | `rnn-tui` | the architecture |
        | `rnn-tui.data` | what prepared the data: source, columns, fitted steps, vocabulary, labels ...; absent in files from other programs |
        | `rnn-tui.inference` | the zoneout probabilities `hidden_zoneout` and `cell_zoneout`, which the network needs when it is used; only where it was trained with zoneout |
        | `rnn-tui.score` | `loss`, `metric`, `step` and `data`, a digest of the validation part; `monitor` and `monitored` where a metric is followed; only of a model that was validated |

        Only a better model of the same data replaces a file.

        An architecture that the first version already had uses format 1:

        ```json
        {"format": 1, "cell": "lstm", "activation": "tanh", "leaky_slope": 0.01, "peephole": false,
         "reset": "after", "context": false, "bidirectional": false, "input": 3, "hidden": [8, 8],
         "vocabulary": 0, "attention": "none", "head": "last", "head_activation": "none", "outputs": 1,
         "loss": "mse"}
        ```

        Absent keys have the values shown; unknown keys are an error.

        | key | values |
        |---|---|
        | `cell` | rnn, lstm, gru, two_stage, mingru, minlstm |
        | `activation`, `leaky_slope` | the plain RNN's: tanh, sigmoid, relu, leaky_relu; 0 to 1 |
        | `peephole` | false, true (diagonal), "full" |
        | `reset` | after, before |
        | `context` | of `two_stage` |
        | `attention` | none, additive, dot |
        | `head` | `last`: each sequence's last valid step (of the backward direction: its first); `every`: all steps |
        | `head_activation` | none, tanh (with mse only) |
        | `loss` | mse: mean over all elements; bce: on logits; ce: softmax cross entropy; crf; ctc |

        ### Format 2 and kinds

        Newer models say `"format": 2` and their `kind`.

        `network`, for what the first version did not have:

        - the cells `mingru` and `minlstm`;
        - the loss `crf`. The metadata then have `impossible`: the positions whose score is minus infinity,
          counted through transitions, then start, then end;
        - the loss `ctc`, whose class 0 is blank;
        - a convolution: `convolution_channels`, `convolution_width`, `convolution_stride`,
          `convolution_layers`, `convolution_causal`. A ReLU follows each. A sequence of T steps is padded
          with zeros: (width - 1) / 2 in front (causal: width - 1), and as many at the end as make
          ceil(T / stride) outputs.

        PyTorch has no such cells and no linear chain.

        `encoder_decoder`, with tensors `encoder.*`, `decoder.*` and `bridge.*`: PyTorch's names after the
        prefix, such as `encoder.rnn.weight_ih_l0`, plus `decoder.attention.*` and `decoder.head.*`. The
        `bridge` maps the encoder's last states to the decoder's first ones where cells or sizes differ:
        `bridge.weight_h_l{k}`, `bridge.bias_h_l{k}`, and `c` likewise. Its keys are `cell`, `hidden`,
        `input`, `vocabulary`, `bidirectional` and the cell options of the encoder; `decoder_cell`,
        `decoder_hidden`, `decoder_input`, `target_vocabulary`, `start_token` and the options of the
        decoder's cell with `decoder_` in front; `attention` (none, additive, dot, general), `input_feeding`
        and `share_embeddings`.

        A file is refused, with reason and place, when its header is over 100 MB, longer than the file, or
        not JSON; when tensors overlap, leave gaps or leave the file; and when a tensor is missing, surplus,
        or of another shape or type than the architecture says.

        ## JSON lines

        `rnn-tui train --headless --json` prints one event per line. Every line has `event` and `seconds`
        (of training since the start). A line about one lane has `lane`. Two lines of a real run, wrapped
        here:

        ```json
        {"event": "validation", "seconds": 0.41752266, "lane": "gru", "epoch": 1, "step": 60,
         "train_loss": 0.238180473, "train_loss_plain": 0.132656321, "val_loss": 0.646072209,
         "val_metrics": {"rmse": 29.911248, "mae": 21.5080295, "skill": -0.854118981}, "penalty": 0,
         "learning_rate": 0.00039999999, "grad_norm": 0.9403947, "grad_norm_clipped": 0.644976914,
         "clipped_share": 0.333333343, "steps_per_second": 178.642461}
        {"event": "improved", "seconds": 0.419335291, "lane": "gru", "epoch": 1, "step": 60,
         "val_loss": 0.646072209}
        ```

        A number that is not finite is null. Its key is then in `nonfinite`, and its value (`nan`, `inf`,
        `-inf`) at the same position of `nonfinite_as`.

        | event | further keys |
        |---|---|
        | `start` | `preset`, `seed`, `threads`, `metric` (name of the primary metric), `lanes`: list of {`lane`, `cell`, `hidden`, `parameters`}, `data`: {`kind`, `train`, `validation`, `test`, `baseline`} |
        | `progress` | `lane`, `epoch`, `step`, `train_loss`, `steps_per_second`; about every ten seconds of training |
        | `validation` | `lane`, `epoch`, `step`, `train_loss`, `train_loss_plain`, `val_loss`, `val_metrics`, `penalty`, `learning_rate`, `grad_norm`, `grad_norm_clipped`, `clipped_share`, `steps_per_second` |
        | `improved` | `lane`, `epoch`, `step`, `val_loss`; where a metric is followed also `monitor`, `val_metric` |
        | `early_stop` | `lane`, `epoch`, `step`, `best_epoch`, `best_val_loss`; where a metric is followed also `monitor`, `best_val_metric` |
        | `command` | `lane` (absent: all lanes), `name`, `value`, `state` (`applied`, `rejected`), `step`, `reason`; `id` where a key or another process sent it; `by` where the program did (`adaptive`) |
        | `effect` | `lane`, `label`, `step`, `steps` (of each window), `text`, `train_slope`, `val_slope`, `grad_norm` |
        | `learning_rate` | `lane`, `step`, `value`, `reason` (`step`, `restart`, `plateau`, `warm-up over`) |
        | `suspect` | `lane`, `step`, `kind`, `state` (`raised`, `cleared`), `value`, `text`, `advice` |
        | `diverged` | `lane`, `step`, `layer`, `time_step`, `what` |
        | `alert` | `text`, `state` (`raised`, `cleared`), `about` (`models`, `record`): saving began to fail, or works again |
        | `end` | `lane`, `reason` (`max_epochs`, `max_steps`, `early_stop`, `diverged`, `interrupted`), `epoch`, `step`, `test_loss`, `test_metrics`, `baseline_metrics`, `baselines`, `model` |
        | `verdict` | `lane` (absent: all lanes), `outcome`, `text` |

        - `epoch` counts from 1. `step` counts the updates of the lane.
        - `train_loss` is the mean data loss of the steps since the last validation, with regularizers
          active and without penalties. `train_loss_plain` is measured like `val_loss`, without dropout and
          noise, on a sample of the training part as large as the validation part. So val_loss -
          train_loss_plain measures overfitting.
        - `penalty` is everything that regularizers add to the objective.
        - `grad_norm` and `grad_norm_clipped` are means since the last validation, before and after
          clipping; `clipped_share` is the share of clipped steps.
        - `effect` compares equal windows before and after a change. `train_slope` and `val_slope` are per
          100 steps. These two and `grad_norm` have `before`, `after`, `error_before` and `error_after`
          (standard errors; null where there are too few values).
        - `name` of a command is the key of a setting, or `restart`, `undo`, `redo`, `rewind`, `fork`,
          `recover`, `remove` or `cells`.
        - `kind` of a suspect is one of `exploding`, `vanishing`, `dead_units`, `saturated_gates`,
          `rate_too_high`, `rate_too_low`, `overfitting`, `limit_reached`, `class_ignored`,
          `worse_than_baseline`, `always_clipped`, `window_too_short`.
        - `test_loss` and `test_metrics` are those of the best weights. `baselines` has every trivial
          predictor by name; `baseline_metrics` is the first one's. `model` is the saved file.
        - `verdict` follows the `end` of each lane, and comes once more for all lanes at the end of the run.
          `outcome` maps each lane to `solved` (the task is learned), `better`, `on_baseline`, `worse` (loss
          more than 5 % below the trivial predictor's, within 5 %, above), or `diverged`. It refers to the
          test part, or to the validation part where scoring was skipped.

        ## record.jsonl

        The record holds the JSON lines above and more, one JSON object per line, with `event` first. Ignore
        a last line that is incomplete. `session` has the `format` of these lines (2); a reader refuses a
        newer one.

        | event | content |
        |---|---|
        | `session` | what is fixed in the run, and lanes that are new |
        | `note`, `no_improvement`, `not_saved` | events that `--json` does not print |
        | `request` | what was asked: `request` in the words of `--at`, `at`, `by` (`keys`, `at`, `signal`, `sent`), and `from` where it was sent |
        | `taken` | another process's request was done, or `refused` with a reason; `id`, `from` |
        | `alive` | written every two seconds where nothing else is recorded; `start` identifies the process, a new one after each resume |
        | `curve` | training loss of the lane's steps `first` to `last`: `mean`, `min`, `max` (absent where there is one value); `nonfinite_losses` counts those that are not finite |
        | `validations` | validations between two `validation` lines, where there are very many |
        | `map` | a row of the gradient map: `levels` has one byte per time step |
        | `put_back` | a lane went back to another state, by undo, redo or rewind, or began as a fork: how much of its curves and maps stays, and what follows |
        | `lane` | what changed about a lane since its last line |
        | `frame` | the lines up to here are the whole picture after `at` steps of the session |
        | `resume` | the run continues from `checkpoint`; with date, version, host, threads and `ends` |
        | `closed` | the session ended (`state`: `ended`, `interrupted`) and everything is saved |

        `at` counts steps of the session, which continue while a lane repeats steps. Long lists of numbers
        (`levels`, `profile`, `weights`, `truth` ...) are base64 of their little-endian bytes.

        Intervals between pictures double with the length of the run, so that a long record stays small.
        Everything in a record follows from the run, except `seconds` and `steps_per_second`, and the lines
        `progress`, `alive` and `taken`, which depend on the clock or on other processes.

        For a record of 4 MB and more, `index/` holds what the lines add up to at every megabyte, so that
        `watch`, `export` and `resume` need not read it from the beginning. Each entry `OFFSET.json` belongs
        to that byte offset of the record. The folder can be deleted; it is made again when needed.

        ## live.json

        While a process watches, the run writes `live.json` about once a second: `start`, `step` (of the
        session) and `snapshot`, the numbers that the record does not repeat at every step. Curves, maps and
        the log are in the record only.

        A watching process puts an empty file `PID.watch` into `inbox/` every few seconds. The run removes
        it, and writes `live.json` until ten seconds after the last one.

        ## inbox/

        A request to a running session is a file `inbox/NAME.json`. Write it under another name beside it,
        then rename it, so that it appears whole. The run looks once a second, takes files in the order of
        the number in NAME, and removes them.

        ```json
        {"id": 7, "start": "9f3a...", "seen": 120, "from": "ada@host", "request": "gru:undo"}
        ```

        | key | meaning |
        |---|---|
        | `id` | a number of your own that the answers carry |
        | `start` | that of the newest `alive` line |
        | `seen` | how many lines of the record you have read, not counting `alive` lines |
        | `from` | who asks |
        | `request` | what `--at` takes, without the step; also `pause`, `resume`, `step`, `stop` |

        The answers are in the record: `command` lines with that `id` (none for `pause`, `resume`, `step`
        and `stop`), then `taken`. A request with the `start` of an earlier process is refused, and so is
        `undo`, `redo`, `rewind` or a rung up or down after a change by somebody else that `seen` does not
        cover. A file may hold 64 KB at most. `rnn-tui send` does all this.

        ## manifest.json

        One JSON object:

        | key | content |
        |---|---|
        | `format` | of the folder, 2 |
        | `version`, `command` | of the program; the words of the command line |
        | `preset`, `lanes`, `seed`, `threads` | what trains |
        | `start`, `host`, `processor`, `blas_core` | when (UTC) and where |
        | `data` | `file` and `bytes` (null for generated data), `digest` of inputs and targets |
        | `models` | `file` and `digest` of each model that a lane starts from |
        | `preset_digest` | digest of `run.yaml` |

        `resume` refuses other data and other starting models. It reports another version or processor,
        which may change bits.

        ## Checkpoints

        `checkpoints/step-N.safetensors` is the whole session after N steps. One is written every five
        minutes (`record.every`) and at each end. The newest two are kept while the run trains, the newest
        one after that. It is a safetensors file:

        - tensors `lane.NUMBER.weights`, `lane.NUMBER.moments.M`, and, where present,
          `lane.NUMBER.carried.M`, `lane.NUMBER.best` and `lane.NUMBER.before.*`, each a flat F32 list;
        - metadata `rnn-tui.state`: everything else, as JSON;
        - metadata `rnn-tui.checkpoint`: `format` (3), the length and digest of the record at that point,
          and a digest of the whole.

        A checkpoint of another format is refused. A damaged one is reported, and the one before it is used.

        ## Probe batches and outputs

        `rnn-tui probe` runs one forward and one backward pass and writes all their values as safetensors.

        ```sh
        rnn-tui probe MODEL BATCH --output OUT
        ```

        BATCH of a network (T time steps, B sequences, U steps of a target):

        | tensor | type and shape |
        |---|---|
        | `inputs` | F32 [T, B, I], or I64 [T, B] token ids |
        | `targets` | F32 or I64 with the shape that head and loss need: [B] or [T, B], for numbers with a last dimension O; `ctc`: I64 [U, B] |
        | `lengths` | optional, I64 [B] |
        | `target_lengths` | optional, `ctc` only, I64 [B] |
        | `initial_h_l{k}`, `initial_c_l{k}` | optional, F32 [B, H]; `_reverse` too |

        BATCH of an encoder-decoder: `source` [T, B], `target` [U, B], and optionally `source_lengths` and
        `target_lengths` [B].

        OUT:

        | tensor | shape | content |
        |---|---|---|
        | `loss` | [1] | the mean loss |
        | `outputs` | [B, O] or [T, B, O] | before sigmoid or softmax |
        | `h_l{k}`, `c_l{k}` | [T, B, D*H] | states; forward then backward |
        | `final_h_l{k}`, `final_c_l{k}` | [B, H] | after each sequence's last valid step; `_reverse`: after its first |
        | `gate_LETTER_l{k}` | [T, B, D*H] | gates i f g o, r z n ...; cells with one gate have none |
        | `o_l{k}` | [T, B, D*H] | a `two_stage` net's output |
        | `attention` | [B, T], [B, T, T] or [B, U, T] | weights: of the last step, of each step, of each target step |
        | `convolution` | [T, B, channels] | output of the convolutions |
        | `grad.TENSOR` | as the tensor | for every parameter |
        | `grad.inputs` | [T, B, I] | where inputs are F32 |
        | `grad_h_norm_l{k}`, `grad_c_norm_l{k}` | [T] | norm over the batch of the whole derivative with respect to h_t, c_t; with two directions also `_reverse` for the backward part |
        | `grad_convolution_norm` | [T] | the same for the convolutions' output |

        With a convolution, T in the outputs is the number of steps that the recurrent layers see. For an
        encoder-decoder the state tensors have the prefixes `encoder.` and `decoder.`. Past a sequence's
        end, states and gates are 0, and there is no loss and no gradient. The backward direction starts at
        each sequence's own end.

        With `--optimizer NAME --learning-rate R`, the probe also trains on this batch for `--steps N` steps
        (default 1) and writes `updated.TENSOR` and `losses` [N]. Optimizers and their defaults are
        PyTorch's. Further options: `--momentum`, `--nesterov`, `--weight-decay`, `--clip-norm`,
        `--clip-value`, `--l1 A`, `--l2 B`. The last two add A times the sum of abs(w) and B times the sum
        of w squared over the weights, not the biases, to the loss.

        ## The folder of a sweep

        | file | content |
        |---|---|
        | `sweep.json` | what is swept: `format` (1), `request`, `lanes`, `axes` ({`key`, `values`}), `folds`, `preset` (its lines) |
        | `c07-f2.part` | JSON lines of a trial that runs, or was stopped |
        | `c07-f2.jsonl` | the same for a trial that is done; it is never run again |
        | `c07-f2/` | its best weights and the record of its curves |
        | `best.yaml` | the winner, as a preset |

        `c07-f2` is the seventh combination on the second fold. A trial's lines may come from another
        machine: put its standard output into the folder as `c07-f2.jsonl`.

        `rnn-tui sweep --headless --json` prints these events:

        | event | further keys |
        |---|---|
        | `start` | `preset`, `folder`, `lanes`, `over`, `notes` (what was assumed), `folds`, `combinations`, `trials`, `done`, `jobs`, `threads` |
        | `trial` | `trial`, `combination`, `lane`, `values`, `hidden` (the sizes that were trained), `fold`, `parameters`, `state` (`done`, `failed`), `val_loss`, `metric`, `val_metric`, `best_epoch`, `reason`; `monitor` and `best_val_metric` where a metric is followed |
        | `ranking` | `rank`, `combination`, `lane`, `values`, `hidden`, `parameters`, `folds`, `mean`, `sd`, `se`, `scores` (of each fold), `metric`, `metric_mean`, `metric_sd`, `best`, `simplest_within_one_se`, `reason`; `monitor` |
        | `end` | `reason`, `trials`, `done`, `failed`, `best` (the preset's file) |

        """###),
    HelpPage(
      topic: "keys", file: "Keys",
      text: ###"""
        # Keys

        This page lists every key of the dashboard, of its lists and questions, and of `rnn-tui watch`.

        The footer shows the keys that do something now. `?` lists all of them, says why one does nothing at
        the moment, and explains the focused pane. Keys that change training act on the selected lanes; at
        first all lanes are selected.

        ## Training

        | key | does |
        |---|---|
        | `Space` | pause, resume; in the settings list: switch the setting |
        | `n` | one training step while paused |
        | `1-9` | switch a regularizer of the selected lanes (digits below) |
        | `< >` | weaken, strengthen the regularizer last switched |
        | `( )` | divide, multiply the learning rate by 1.25 |
        | `{ }` | slower, faster: a limit on steps a second (`training.pace`), to watch a short run |
        | `c` | choose which cells run |
        | `r` | restart the selected lanes with their settings (asks); the old curve stays in grey |
        | `p` | open another preset |

        The digits:

        | digit | switches |
        |---|---|
        | `1` | L1 |
        | `2` | L2 |
        | `3` | dropout |
        | `4` | recurrent dropout |
        | `5` | gradient clipping |
        | `6` | early stopping; switching it off lets a stopped lane continue |
        | `7` | augmentation |
        | `8` | zoneout |
        | `9` | adaptive regularization |

        A digit switches the regularizer off if any selected lane has it on, otherwise on. Settings without
        a digit are in the list that `R` opens. `{` goes down to one step a second; below that, Space pauses
        and `n` steps.

        ## Undo, fork, recover

        | key | does |
        |---|---|
        | `u` | take back the last change of the selected lanes |
        | `U` | go back by one validation (rewind) |
        | `Ctrl-R` | redo: back to what `u` or `U` left, until the next change |
        | `f` | fork the selected lane: a copy, with one setting changed or none, trains next to it |
        | `X` | remove the selected lane for good (asks; only `y` confirms); its file stays |
        | `!` | a lane that diverged: back to its last validation, half the rate, clip 1 (asks) |

        `u` puts the selected lanes back to just before their last change. They train on from there, one
        step for each step of the other lanes; the undone curve stays in grey.

        `f` and `X` need one selected lane: choose it with `[` and `]`. The fork trains on the same batches
        and with the same masks; below the loss plot is its difference from the lane it came from. `X` frees
        the lane's memory. The last lane cannot be removed.

        `!` also asks by itself when a lane diverges. Enter accepts, Esc leaves the lane as it is. `u` takes
        back all three changes at once.

        <doc:Runs> says what is kept for undo, and how forks are named and compared.

        ## Panes

        | key | does |
        |---|---|
        | `Tab` | next pane |
        | `Shift-Tab` | previous pane |
        | `Enter` | the focused pane in full screen; in the settings list: type a value |
        | `Esc` | back one level; never quits |
        | `v` | the other view of the focused pane; again: back |
        | `C` | Loss in full screen; again: back |
        | `N` | Lanes |
        | `E` | Early stopping |
        | `G` | Gradient |
        | `W` | Layers (weights) |
        | `T` | Gates |
        | `R` | Regularizers: the list of all settings |
        | `O` | Output |
        | `A` | Attention |
        | `P` | Positions |
        | `D` | Data |
        | `d` | also Data |
        | `M` | Log |

        The letter is shown before each pane's title. The same letter again, or Esc, goes back to where you
        were. `v` has something to show in Loss (all of the y axis), in Gradient (absolute norms), and in
        Output for models with `model.loss: crf` (scores of neighbouring tags).

        ## Lanes, curves and events

        | key | does |
        |---|---|
        | `[ ]` | select the previous, next lane |
        | `*` | select all lanes |
        | `arrows, hjkl` | move in the focused pane; also PageUp, PageDown, Home and End |
        | `+ - 0` | zoom the time axis in, out; whole range (`=` is the same as `+`) |
        | `y` | logarithmic or linear loss |
        | `s S` | more, less smoothing of the training loss (as in TensorBoard) |
        | `x` | x axis in steps, epochs or seconds |
        | `b e` | to the previous, next event |

        Events are changes, forks, best validations, explosions, divergences and stops. They are letters on
        the row below the loss plot. That row is the whole run so far, whatever part the plot shows. On a
        record, `b` and `e` move along the record's time line.

        ## Help and quit

        | key | does |
        |---|---|
        | `?` | every key, and what the focused pane shows; also F1 |
        | `q` | save and quit; also Ctrl-C |

        After `q` or Ctrl-C the best weights are saved and scored. Press Ctrl-C during that, and the program
        only saves, for 5 seconds at most. Press it once more, and the program ends at once.

        ## The list of settings

        `R`, or Enter on Regularizers, opens the list of all settings that can change while training.

        | key | does |
        |---|---|
        | arrows | choose a setting |
        | `Space` | switch it |
        | `< >` | weaken, strengthen it |
        | `Enter` | open a field for a value |
        | `[ ]`, `*` | select a lane, all lanes |
        | `Esc` | back |

        In the field for a value:

        | key | does |
        |---|---|
        | characters, Backspace | type the value |
        | `Ctrl-U` | clear it |
        | `Enter` | apply it |
        | `Esc` | leave the field |

        ## Lists and questions

        In every list, arrows, `j` `k`, Tab, Shift-Tab, Home and End move; Esc or `q` goes back.

        | opened by | keys |
        |---|---|
        | `c` cells | Space chooses a cell, Enter applies; at least one must run |
        | `p` presets | Enter opens the preset |
        | `f` fork | a digit picks its setting, Enter takes the line under the cursor; then the value |
        | `r` restart | `y` restarts |
        | `X` remove | `y` removes; every other key leaves the lane as it is |
        | `!` divergence | Enter puts the lane back, Esc leaves it |
        | `?` help | arrows, Space, PageUp and PageDown scroll |

        If saving failed at the end, the dashboard asks what to do:

        | key | does |
        |---|---|
        | `r`, Enter | try again |
        | `o` | save elsewhere (the place is shown) |
        | `q` | leave without saving |

        ## In `rnn-tui watch`

        At the newest record of a run that trains and takes commands, the keys are those above, except that
        `p` is missing and `q` leaves the run alone. `,` goes back into the record.

        In a record, and on a run that has ended, these keys move along its time line:

        | key | does |
        |---|---|
        | `, .` | one record back, forward |
        | `( )` | to the previous, next intervention |
        | `Home End` | the first record; the newest, then each new one (in a focused list: its ends) |
        | `Space` | play the record, stop; at its end: play from the beginning |
        | `{ }` | play slower, faster: 1 to 64 records a second |
        | `Enter` | the focused pane in full screen |
        | `q` | leave; the run goes on unchanged; also Ctrl-C |

        There the keys that change training do nothing, and say why; the keys of panes, lanes, curves and
        events work as above. On several runs (`rnn-tui watch RUN RUN`) you can only look: there is no time
        line.

        """###),
    HelpPage(
      topic: "networks", file: "Networks",
      text: ###"""
        # Networks, losses, optimizers and regularizers

        A preset chooses its cells, layers, losses, optimizers and regularizers with the keys on this page.

        Everything on this page is a key of a preset, of a single lane, or of `--set`. In a preset, nest the
        key: `training.learning_rate` is `training: {learning_rate: 0.01}`. `rnn-tui show --keys` prints
        every key with its type, default, meaning and allowed values, and whether it can change while
        training. Keys marked *live* below can: with the keyboard (<doc:Keys>), with `--at STEP:KEY=VALUE`,
        or with `rnn-tui send`. Changes to the training sequences themselves (augmentation) are in
        <doc:Preparation>.

        ## Cells

        `model.cell` names the recurrent cell (default `lstm`). Usually each lane of a preset sets its own:

        ```yaml
        lanes:
          - {cell: rnn, model: {activation: relu, init: identity}}   # an IRNN
          - {cell: lstm, model: {peephole: true}}
          - {cell: gru, model: {reset: before}}
        ```

        | cell | options | what it is |
        |---|---|---|
        | `rnn` | `model.activation`: tanh, sigmoid, relu, leaky_relu; `model.leaky_slope` (0.01) | plain RNN; with `init: identity` and relu an IRNN |
        | `lstm` | `model.peephole`: false, true (one weight per unit), full (matrices) | long short-term memory with a forget gate |
        | `gru` | `model.reset`: after, before | gated recurrent unit; `reset` says whether the reset gate acts after or before the recurrent product |
        | `two_stage` | `model.context`: on, off | a plain recurrence with an output layer on top, which becomes the layer's output; `context` feeds C to that output |
        | `mingru`, `minlstm` | | Feng et al. 2024: gates that do not see h(t-1) and no recurrent weights; stacked, they see the layer below |

        An option belongs to one cell. A lane with another cell refuses it.

        The equations (h', c' are the states of the step before; * multiplies element by element):

        ```text
        rnn        h = f(W x + b + R h' + b')
        lstm       i, f, o = sigmoid(W x + b + R h' + b')    g = tanh(W x + b + R h' + b')
                   c = f * c' + i * g                        h = o * tanh(c)
        gru        r, z = sigmoid(W x + b + R h' + b')       h = (1 - z) * n + z * h'
          after    n = tanh(W_n x + b_n + r * (R_n h' + b'_n))
          before   n = tanh(W_n x + b_n + R_n (r * h') + b'_n)
        two_stage  h = tanh(W x + R h' + b)                  output = tanh(W_ho h + W_xo x + b_o)
          context  C = tanh(W_hc h), and W_co C inside the output's tanh
        mingru     z = sigmoid(W x + b)    n = g(W_n x + b_n)    h = (1 - z) * h' + z * n
        minlstm    f, i = sigmoid(W x + b)    n = g(W_n x + b_n)
                   h = f / (f + i) * h' + i / (f + i) * n
        ```

        In `mingru` and `minlstm`, g(x) is x + 1/2 for x >= 0 and sigmoid(x) below. In the GRU, z is the
        share of the old state that is kept; some papers swap z and 1 - z.

        ## Layers and initialisation

        | key | default | what it does |
        |---|---|---|
        | `model.hidden` | [64] | units of each layer, first to last; up to 8 layers |
        | `model.match` | hidden | `hidden`: the same sizes in every lane; `parameters`: as many parameters as the LSTM's |
        | `model.bidirectional` | off | a second net reads each sequence from its end |
        | `model.embedding` | 32 | columns of the embedding, where tokens are the input |
        | `model.init` | orthogonal | orthogonal, identity, uniform or glorot |
        | `model.recurrent_gain` | 1 | multiplies the recurrent weights at the start |
        | `model.forget_bias` | 1 | added to the forget gate of LSTM and minLSTM at the start |
        | `model.update_bias` | 0 | added to the GRU's update gate at the start |
        | `model.head_activation` | none | `tanh`: only for numeric targets |

        ```sh
        rnn-tui train tones --set model.bidirectional=on --set 'model.hidden=[32, 32]'
        ```

        A language model cannot be bidirectional: the backward direction would see the characters to
        predict.

        ## Attention

        `model.attention` is `none`, `additive` or `dot`. It gives the head a direct path to the top layer's
        states at all time steps. With one answer per sequence, the last state attends to all steps. With an
        answer at every step, each step attends to itself and to earlier steps (causal).

        ```sh
        rnn-tui train vanishing --set model.attention=additive
        ```

        ## Regularizers

        All of these are live. Each has an `on` switch and a `strength`. `regularizers.dropout=0.3` is
        short for both: it sets the strength and switches it on. `on` and `off` alone keep the strength. The
        digit toggles it in the dashboard; the list that Enter opens on Regularizers has all of them.

        | key below `regularizers` | digit | default | range | strength, and further keys |
        |---|---|---|---|---|
        | `l1` | 1 | off, 1e-5 | 1e-8 to 1 | factor of the sum of abs(w); `of`, `layers` |
        | `l2` | 2 | off, 1e-4 | 1e-8 to 1 | factor of the sum of w squared; `of`, `layers` |
        | `dropout` | 3 | off, 0.2 | 0.05 to 0.9 | probability of dropping a value; `where`: input, between, head (default between and head) |
        | `recurrent_dropout` | 4 | off, 0.2 | 0.05 to 0.9 | probability of dropping a unit; `mask`: sequence (default), step |
        | `clip` | 5 | on, 1 | 1e-4 to 1e4 | threshold of the gradient's norm; `by`: norm (default), value (each entry) |
        | `zoneout` | 8 | off, 0.1 | 0.05 to 0.9 | probability that a unit keeps its old state; `of`: hidden, cell (default both) |
        | `adaptive` | 9 | off, 0.1 | 0.05 to 1 | gap above which dropout and L2 grow |
        | `weight_decay` | | off, 0.01 | 1e-6 to 10 | decoupled: share of each weight that a step of rate 1 removes; `of`, `layers` |
        | `weight_noise` | | off, 0.02 | 1e-5 to 1 | standard deviation of Gaussian noise on the weights; `of`, `layers` |
        | `input_noise` | | off, 0.1 | 1e-4 to 10 | standard deviation of Gaussian noise on the inputs |
        | `label_smoothing` | | off, 0.1 | 0.01 to 0.9 | share of the target spread over all classes |
        | `confidence_penalty` | | off, 0.1 | 1e-4 to 10 | factor of the outputs' entropy, which is rewarded |
        | `adversarial` | | off, 0.1 | 1e-4 to 10 | how far inputs are moved against the gradient; `by`: norm (default), sign; doubles the cost of a step |

        `of` chooses kinds of tensors: input, recurrent, head, embedding, attention (default all). Biases
        are never included. `layers` is `all` or a list of recurrent layers, from 0.

        ```sh
        rnn-tui train charlm --set 'regularizers.dropout={on: true, strength: 0.3, where: [input, between]}'
        rnn-tui train compare --set regularizers.clip.by=value --at 500:regularizers.clip=off
        ```

        - `recurrent_dropout` is refused where no cell of the lane has recurrent weights (`mingru`,
          `minlstm`).
        - `label_smoothing` and `confidence_penalty` need classes. They cannot be combined with the losses
          `crf` and `ctc`.
        - `adaptive` acts after each validation. The gap is (validation loss - plain training loss) / plain
          training loss. Above the strength, dropout and L2 become 1.25 times stronger, starting at 0.05 and
          1e-6. Below 0.3 of the strength they become 1.25 times weaker and finally switch off. Dropout
          stays between 0.05 and 0.7, L2 between 1e-6 and 1e-2.

        ## Early stopping and the best validation

        | key | default | live | what it does |
        |---|---|---|---|
        | `early_stopping.on` | on | yes | stop when validation no longer improves; digit 6 |
        | `early_stopping.patience` | 10 | yes | validations without improvement before stopping |
        | `early_stopping.min_delta` | 0 | yes | smallest improvement that counts |
        | `early_stopping.monitor` | loss | no | what decides which validation is the best |

        `early_stopping.monitor` is `loss` or a metric that the data have: `mse`, `rmse`, `mae`,
        `rmse_macro`, `skill`, `accuracy`, `span_f1`, `f1`, `balanced_accuracy`, `nats_per_token`,
        `perplexity`, `bits_per_character`, `ler`, `exact_match`, `token_accuracy`, `cer`, `wer`, `bleu`,
        `chrf`. The patience, the weights that are kept, and the ranking of a sweep (<doc:Sweeps>) then
        follow it. The JSON lines `improved` and `early_stop` have `monitor` and its value
        (<doc:Formats>).

        ```sh
        rnn-tui train spam --set early_stopping.monitor=f1
        ```

        ## Rare classes

        `training.class_weights` (live, default off) says how much a target of each class counts in the
        training loss:

        | value | meaning |
        |---|---|
        | `balanced` | N / (C n), as in scikit-learn: n of the N training targets have the class, and there are C classes |
        | `[1, 5]` | one number for each class |
        | `{spam: 5}` | some classes by name; the others have 1 |
        | `off` | every target counts 1 |

        The training loss is then the mean weighted by the targets' weights. Validation and test loss weigh
        all targets equally, so that lanes stay comparable. Class weights cannot be combined with `crf` and
        `ctc`.

        ```sh
        rnn-tui train spam --set training.class_weights=balanced
        ```

        ## Tags scored together: crf

        `model.loss: crf` is for data with a tag at each step. A linear chain (Lafferty et al. 2001) learns
        which tags follow each other and is trained on whole sequences.

        - Answers are the best tag sequence as a whole (Viterbi). `predict` adds marginal probabilities.
        - `evaluate` scores them next to the greedy ones; `--decode greedy` answers step by step.
        - Tags such as B-PER, I-PER, E-PER, S-PER and O (BIO, IOBES) are recognised. A sequence that their
          scheme forbids is never answered. `span_f1` counts whole spans as seqeval does.
        - The loss is in nats per tag.
        - `v` in the Output pane shows the scores of neighbouring tags.

        ```sh
        rnn-tui train tagged --set model.loss=crf
        rnn-tui spans
        ```

        ## Labels without alignment: ctc

        `model.loss: ctc` is for answers that are separate sequences and shorter than the input
        (connectionist temporal classification, Graves et al. 2006). The data do not say at which step a
        label begins.

        - Blank is class 0, the first, as in PyTorch.
        - The loss is in nats per label and end of target, the same measure as a decoder's, so that both can
          be compared on one plot. PyTorch's "mean" first divides each sequence by its number of labels.
        - Answers are the likeliest class of each step, without repeats and blanks. `--beam N` finds the
          likeliest labels over all alignments (prefix search).
        - `ler` is the label error rate.
        - A target that needs more steps than its sequence has is refused before training.
        - The Output pane shows each label as spikes over time, above the input.

        ```sh
        rnn-tui train dial
        rnn-tui train dial --data FILE          # your own pairs
        ```

        ## Convolution

        `model.convolution.channels` puts convolutions over time in front of the recurrent layers, each
        followed by a ReLU. They work on whole sequences of numbers or tokens.

        | key below `model.convolution` | default | what it does |
        |---|---|---|
        | `channels` | null: none | numbers per step that a convolution outputs |
        | `width` | 5 | steps that it looks at |
        | `stride` | 1 | steps from one output of the first convolution to the next |
        | `layers` | 1 | convolutions, one on top of another |
        | `causal` | off | looks at no later steps; if off, at as many later as earlier ones |

        A sequence is padded with zeros at both ends. `stride` belongs to the first convolution: the
        recurrent layers then see fewer steps. A stride above 1 needs one answer per sequence, or `ctc`. A
        language model cannot have a convolution. The gradient map has a row for the convolutions' output.

        ```sh
        rnn-tui train plates --set model.convolution.channels=16 --set model.convolution.stride=2
        ```

        ## Optimizers

        `training.optimizer` names the optimizer (default `adam`). Naming one sets its options to their
        defaults. To set options, give a mapping. Definitions and defaults are PyTorch's.

        | optimizer | options and defaults |
        |---|---|
        | `sgd` | `momentum` 0, `nesterov` off, `decay` 0 |
        | `momentum` | `momentum` 0.9, `decay` 0 |
        | `nesterov` | `momentum` 0.9, `decay` 0 |
        | `rmsprop` | `alpha` 0.99, `epsilon` 1e-8, `momentum` 0, `decay` 0 |
        | `adam` | `beta1` 0.9, `beta2` 0.999, `epsilon` 1e-8, `decay` 0 |
        | `adamw` | as `adam`, with `decay` 0.01, decoupled and applied to every tensor |

        ```sh
        rnn-tui train sunspots --set 'training.optimizer={name: sgd, momentum: 0.9, nesterov: true}'
        ```

        | key below `training` | default | live | what it does |
        |---|---|---|---|
        | `learning_rate` | 0.001 | yes | size of a step, before the schedule; the keys `(` `)` divide and multiply it by 1.25 |
        | `batch` | 32 | no | sequences per step; `all`: one step per epoch, with the gradient of the whole training part |
        | `max_epochs` | 50 | no | maximum number of epochs; null: no limit |
        | `max_steps` | null | no | maximum number of steps; null: no limit |
        | `validate_every` | epoch | no | `epoch`, or a number of steps |
        | `seed` | 1 | no | seed of weights and noise; the preset's is also the data's |
        | `pace` | null | no | maximum number of steps per second on a screen; `{` and `}` change it |

        ## Learning rate schedules

        `training.schedule` moves the learning rate over the run (default `constant`). Each schedule can
        begin with a `warmup`: N steps in which the rate rises from 1/N to the full rate.

        | schedule | options and defaults | what it does |
        |---|---|---|
        | `constant` | | the rate stays |
        | `exponential` | `decay` 0.95 | multiplied over an epoch, a little at every step |
        | `step` | `every` 10, `factor` 0.1 | drops after each `every` epochs |
        | `cosine` | `period` null, `period_multiplier` 1, `min_factor` 0 | falls along a cosine; with a `period` (epochs) it restarts, each period longer by the multiplier; without one it spans the whole run |
        | `plateau` | `factor` 0.1, `patience` 4, `threshold` 0.0001, `cooldown` 0, `min_factor` 0 | drops after `patience` validations without improvement |

        ```sh
        rnn-tui train sunspots --set 'training.schedule={name: cosine, warmup: 200, period: 5}'
        ```

        Sudden changes (a drop, a restart, the end of the warm-up) are marked on the curves.

        ## Sequence to sequence

        Where answers are separate sequences, an encoder reads the source and a decoder writes the answer.
        `model.hidden` gives layers and sizes on both sides. `model.bidirectional` belongs to the encoder.

        | key | default | live | what it does |
        |---|---|---|---|
        | `model.decoder.cell` | null: the encoder's | no | the decoder's cell |
        | `model.decoder.attention` | general | no | `general`, `dot`, `additive`, or `none`: the decoder knows only the encoder's last state |
        | `model.decoder.input_feeding` | off | no | the attention's output becomes part of the decoder's next input |
        | `model.share_embeddings` | off | no | one embedding for source and target; needs one vocabulary on both sides |
        | `training.teacher_forcing` | 1 | yes | share of a target's tokens fed to the decoder as given; the rest are its own answers |
        | `training.scheduled_sampling` | constant | no | how that share falls: `constant`, `linear`, `inverse_sigmoid` |
        | `training.scheduled_sampling.steps` | 1000 | no | linear: steps until the share is 0; inverse_sigmoid: its k (half is left after about k ln k steps) |
        | `training.scheduled_sampling.least` | 0 | no | the share that remains |

        ```sh
        rnn-tui train dates --set model.decoder.attention=additive --set model.decoder.input_feeding=on
        rnn-tui train dates --set 'training.scheduled_sampling={name: linear, steps: 2000, least: 0.5}'
        ```

        `dot` needs as many columns in the encoder's output as in the decoder's state, so it cannot be
        combined with a bidirectional encoder of the same size.

        ## Long texts

        `training.truncate: 64` reads a text as contiguous streams. States continue from batch to batch, and
        the loss is passed back 64 steps (truncated backpropagation through time). It needs a text, and
        cannot be combined with `training.batch: all`.

        ```sh
        rnn-tui train charlm --set training.truncate=64
        ```

        ## Transfer

        `model.from: FILE` starts a lane from saved weights. The file must have the lane's cell, layers and
        vocabulary. `model.freeze` keeps parts at their starting weights: `embedding`, `convolution`,
        `rnn.0` to `rnn.7`, `attention`, `head`. `freeze` is not available for encoder-decoders.

        ```sh
        rnn-tui train charlm --cells lstm --set model.from=runs/latest/lstm.safetensors \
          --set 'model.freeze=[embedding, rnn.0]'
        ```

        """###),
    HelpPage(
      topic: "preparation", file: "Preparation",
      text: ###"""
        # Preparing data

        Clean, transform and scale numbers before training, and vary training sequences during training.

        ## Preparation steps

        ```sh
        rnn-tui pollution.csv \
          --set 'data.prepare=[{missing: model}, {clip: 3}, {scale: standard}]'
        ```

        `data.prepare` lists the steps that are applied to numbers, in order. Every step is fitted on the
        training part only, stored in the model file, and undone in forecasts and scores. The data screen
        (key `d`) and `rnn-tui data FILE` show what each step changed.

        | step | value | effect |
        |---|---|---|
        | `missing` | `drop`, `zero`, `mean`, `linear`, `forward`, `backward`, `model` | fills missing inputs |
        | `duplicates` | `rows`, `values` | removes rows equal to an earlier row in every cell (`rows`), or equal to the row before (`values`) |
        | `moving_average` | number of rows | smooths inputs, looking back only |
        | `exponential_smoothing` | weight of the newest row | smooths inputs, looking back only |
        | `clip` | number of interquartile ranges | pulls outliers to a bound; targets only during training |
        | `difference` | rows back: 1, or the rows of a season | the change over that many rows |
        | `scale` | `standard`, `minmax`, `robust`, `log` | scales by the training part |

        - `moving_average` and `exponential_smoothing` leave targets as they were measured.
        - `difference` takes the target's change from the newest value that is known when the forecast is
          made.
        - Labelled text has one step, `duplicates: rows`.

        ### Missing values

        A row whose target is missing is never used as a target, whatever fills the inputs.

        | value | a missing input becomes |
        |---|---|
        | `drop` | nothing: the row is left out |
        | `zero`, `mean` | zero; the mean of the training part |
        | `forward`, `backward` | the last known value; the next known value |
        | `linear` | a point on the straight line between its known neighbours |
        | `model` | the prediction of a small, separate GRU |

        The GRU trains on the complete stretches of the training part, with gaps inserted at random. No
        method looks beyond the end of a window: there, `linear` and `backward` repeat the last known
        value.

        ## Default preparation

        ```sh
        rnn-tui data pollution.csv
        ```

        For a series without `data.prepare`, the training part decides:

        1. Gaps in the inputs are interpolated.
        2. If the level moves, the series is differenced. If the spread grows with the level, its logarithm
           is taken first. If the changes repeat with a season, it is differenced by the season as well.
        3. Values are scaled with `scale: standard`.

        For labelled sequences of numbers, the default is `missing: linear`, then `scale: standard`.

        ## Augmentation

        ```sh
        rnn-tui sunspots --set 'augmentation={jitter: 0.1, scaling: 0.1}'
        rnn-tui train charlm --headless --at 500:augmentation.token_dropout=0.2
        ```

        Augmentation changes training sequences at random. The validation loss, the test loss and the plain
        training loss are computed on unchanged sequences.

        - Key `7` switches augmentation on and off. `<` and `>` change the share of sequences that are
          changed (`augmentation.probability`, default 0.5). Each of these sequences is changed by all
          chosen methods.
        - If no method is chosen, the usual ones apply: `jitter` and `scaling` for numbers,
          `token_dropout` for text.
        - Every method has its own switch and strength. Set them in the list that Enter opens on the
          Regularizers pane, or as `augmentation.METHOD` in presets, for single lanes, and with `--set` and
          `--at`.
        - Lanes with the same settings see the same batches.

        For the keys, see <doc:Keys>.

        | method | effect | strength |
        |---|---|---|
        | `jitter` | adds Gaussian noise to every number | standard deviation of the noise, relative to the column's |
        | `scaling` | multiplies each column by its own random factor; in a forecast, one factor for all columns and the target | standard deviation of the factor's logarithm (0.1: about 10 %) |
        | `time_warp` | speeds up and slows down along the sequence | standard deviation of the speed's logarithm |
        | `window_slice` | keeps a contiguous part of a sequence of numbers; before a forecast, the end is kept | largest share cut away |
        | `cut` | keeps a contiguous part of a text | largest share cut away |
        | `permutation` | reorders segments | number of segments |
        | `reversal` | reads the sequence from its end | probability |
        | `sign_flip` | multiplies by -1, in a forecast the target too; only for values around 0 | probability |
        | `rotation` | rotates the columns into each other, in a random plane | largest angle in degrees |
        | `token_dropout` | feeds zeros in place of a token's embedding | probability for each token |
        | `token_replacement` | feeds a token drawn by its frequency in the training part | probability for each token |
        | `swap` | swaps a token with the next one | probability for each token |

        Columns with at most two distinct values (flags, categories) are not changed. Targets at every step
        move with their steps.

        ### Methods that are refused

        A method that would make an answer wrong is not offered. If you ask for it anyway, it is refused
        with the reason.

        | data | refused |
        |---|---|
        | forecasts | `reversal`, `permutation`, `time_warp`: the target follows the end of the window |
        | forecasts | `rotation`: the target's column would be mixed with the others |
        | language models | `swap`: the target is the next token |
        | generated tasks (language models aside), pairs | everything but `jitter`: the answer depends on every step |
        | texts read as streams (`training.truncate`) | `cut`: states continue from batch to batch |
        | tags with a scheme such as BIO and `model.loss: crf` | whatever moves steps: the scheme may forbid the new order |

        """###),
    HelpPage(
      topic: "presets", file: "Presets",
      text: ###"""
        # Presets

        A preset is a ready experiment; this page lists them by topic and says how to change one.

        ```sh
        rnn-tui vanishing                # open a preset; without a name: compare
        rnn-tui presets                  # all presets, one line each
        rnn-tui show compare             # with every default filled in; can be loaded again
        rnn-tui show --keys              # every key: type, default, what is allowed
        ```

        `p` opens another preset while the dashboard runs. `rnn-tui show NAME` also says what memory the
        task needs and what the trivial predictor scores, which is the thin line on the screen.

        ## Start here

        | preset | shows | press |
        |---|---|---|
        | `compare` | the adding problem over 150 steps: LSTM and GRU solve it, a plain RNN with as many parameters does not | `5`, `(` `)` |
        | `vanishing` | a plain RNN whose gradient halves every three steps, next to gates that keep theirs | `G` |
        | `exploding` | plain RNNs and SGD without clipping: the loss jumps about | `5`, then `r` |
        | `overfit` | two identical LSTMs and too little text: the gap opens, early stopping fires | `r`, `]`, then `3` or `2` early |
        | `reach` | four networks on the same memory task: tanh fails; IRNN, attention and GRU reach back, each in its way | `T`, `A`, `]` |
        | `minimal` | parity: minGRU and minLSTM, whose gates do not see the state, stay near guessing; GRU and LSTM, or a second layer, get it right | `T`, `]` |

        ## Tasks

        The classic tasks of the field, generated from a seed, in any length (`data.length`). Each preset
        has the task's name. GRU and LSTM fall far below the thin line; so does the plain RNN, unless the
        table says otherwise.

        | preset | asks for | memory | press |
        |---|---|---|---|
        | `copy` | ten letters again, after a pause (plain RNN: not at this rate) | 50 of 60 steps, ten letters at once | `y`, `R` |
        | `temporal_order` | the order of two letters, X or Y: four answers (plain RNN: no) | 80 to 90 of 100 steps | `]`, `)`, `y` |
        | `parity` | even or odd, at each step (plain RNN: last) | all 50 steps | `)`, `y`, `T` |
        | `majority` | more ones or more zeros, at the end (plain RNN: in fits) | all 100 steps | `G`, `5`, `y` |
        | `echo` | the bit from 20 steps before (the plain RNN is first) | 20 steps, 20 bits at once | `y`, `3`, `4` |
        | `bracket_depth` | how many brackets are open | a count, over up to 100 steps | `y`, `2` |
        | `brackets` | whether all brackets match (plain RNN: no) | a stack four deep, 40 steps | `(` `)`, `y` |
        | `reber` | the next symbol of the embedded Reber grammar | one symbol over 48 steps | `y`, `+` |
        | `sort` | ten digits in ascending order | ten digits over 10 to 19 steps | `y`, `s`, `3` |
        | `reverse` | ten digits backwards | ten digits over 1 to 19 steps | `y`, `(`, `5` |
        | `anomalies` | where a noisy square wave is upside down | period and phase, 8 to 24 steps | `3`, `s`, `y` |
        | `digits` | which digit was drawn, row by row | 16 rows | `N`, `3`, `2`, `6` |
        | `tones` | which digit was heard | 25 to 50 steps, in their order | `5`, `(`, `3` |

        `parity`: when the loss falls is luck; try `--set training.seed=2`. `copy`: with a rate of 0.001
        (press `R`, set it, then `r`) the plain RNN learns too, slowly.

        ## Series

        All are compared with persistence, which forecasts no change.

        | preset | forecasts | memory | press |
        |---|---|---|---|
        | `sunspots` | a real series, 1749 to 1983, one month ahead from four years | 48 months are fed | `O`, `3`, `6` |
        | `sines` | the next value of three sines with a little noise | about 50 steps | `O`, `(` |
        | `mackey_glass` | a chaotic series, ten steps ahead | about 17 steps | `O`, `(` |
        | `lorenz` | x of the Lorenz system, five steps ahead, y and z hidden | about 10 steps | `O`, `(`, `y` |
        | `ar2` | an AR(2) process with drift; nothing can beat the noise | exactly 2 steps | `6`, `2` |

        `--set data.horizon=50` on `mackey_glass` and `--set data.horizon=20` on `lorenz` show where
        foresight ends.

        ## Text

        | preset | shows | press |
        |---|---|---|
        | `charlm` | a language model of characters, with the text it writes | `O`, `y`, `s`, `3` |
        | `spam` | short messages, spam or not, read word by word by LSTM and GRU | `3`, `6` |
        | `tagged` | a tag for every word, where a list of each word's usual tag is wrong on some | `3`, `y` |
        | `spans` | names of several words, in sentences read from left to right: a lane that scores the tags of the whole sentence together (`model.loss: crf`) next to one that answers word by word | `O`, `v` |

        ## Sequences

        | preset | shows | memory | press |
        |---|---|---|---|
        | `sequences` | 160 pen drawings of 20 to 60 steps, told apart by their movements, from one table | the first half of a figure, in the second | `3`, `7` |
        | `spoken` | ten words that the program says itself, with and without a convolution in front (needs a build with `--traits Sound`) | the order of the sounds, to the end | `D`, `3`, `(` |
        | `dates` | dates as people write them, to year-month-day | all of the source, until it is written | `A`, `O` |
        | `backwards` | letters backwards | all of the source, until it is written | `O`, `A` |
        | `translate` | sentences in another artificial language | all of the source, until it is written | `A`, `O` |
        | `calculate` | the result of a sum or difference | all of the source, until it is written | `O`, `A` |
        | `dial` | a number dialled in tones (`model.loss: ctc`) | each label, until it is sure; what was said before | `O` |
        | `plates` | digits side by side, with a convolution in front and without (`model.loss: ctc`) | each label, until it is sure; what was said before | `O`, `G` |

        `dates`, `backwards`, `translate` and `calculate` write answers of their own length, with attention
        and without. In `dial` and `plates` nothing says where a label begins. Two more tasks of pairs have
        data but no preset: `numbers` (numbers to words) and `ordering` (letters sorted).

        ## Pace

        Some presets would be over in seconds. On a screen they run at a limited pace (`training.pace`,
        steps a second at most): `spam` 20, `sequences` 25, `tagged` 30, `spans` 60, `ar2` 250. `{` and `}`
        change it. Headless runs ignore it, and it is left out if you use your own data.

        ## Change a preset

        A preset is a YAML file: copy one, change it, and give its path. Options change it without a copy:

        ```sh
        rnn-tui train sunspots --headless --json         # one JSON object per line, no screen
        rnn-tui train compare --cells lstm,gru --set training.learning_rate=0.01 \
          --at 500:regularizers.clip=off
        rnn-tui train overfit --lanes trial --seed 2 --max-epochs 20
        ```

        - `--set KEY=VALUE` overrides a key. It may be repeated.
        - `--cells rnn,gru` and `--lanes NAME,NAME` choose the lanes. A preset has 1 to 16 lanes.
        - `--seed`, `--max-steps` and `--max-epochs` do what they say.
        - `--at STEP:REQUEST` is a reproducible key press.

        | request of `--at` | does |
        |---|---|
        | `KEY=VALUE` | sets a key that can change while training |
        | `KEY+`, `KEY-` | one rung up, down |
        | `restart` | restarts the lane |
        | `undo`, `redo`, `rewind N` | as `u`, Ctrl-R, `U`; N validations, default 1 |
        | `fork`, `fork KEY=VALUE` | forks the lane, with a change or without; needs `LANE:` if there are several |
        | `remove` | removes the lane |
        | `cells=rnn,gru` | chooses the cells that run |
        | `stop` | ends the run |

        `LANE:` before a request limits it to one lane (not for `cells` and `stop`). Put quotes around a
        request that contains a space:

        ```sh
        rnn-tui compare --at '500:gru:fork training.learning_rate=0.001' --at 800:rnn:remove
        ```

        The same preset, seed and commands give the same bits, for any `--threads`.

        ## Schedules

        `training.schedule` moves the learning rate over the run. Each schedule can start with a `warmup`.

        | schedule | the rate |
        |---|---|
        | `constant` | stays |
        | `exponential` | is multiplied by `decay` over each epoch, a little at every step |
        | `step` | is multiplied by `factor` every `every` epochs |
        | `cosine` | follows a cosine down; with `period`, warm restarts |
        | `plateau` | is multiplied by `factor` after `patience` validations without improvement |

        ```sh
        rnn-tui charlm --set 'training.schedule={name: cosine, warmup: 200}'
        ```

        Sudden changes of the rate are marked on the curves. `rnn-tui show --keys` lists the options of each
        schedule.

        """###),
    HelpPage(
      topic: "runs", file: "Runs",
      text: ###"""
        # Runs: keep, resume, undo, fork, watch

        A run is kept in its own folder, from which it can be resumed, repeated, watched and exported.

        ## What is kept

        Every run has a folder, `runs/DATE-NAME/`, or the one that `--save DIR` names. NAME is the preset's
        name, or that of your data file. `runs/latest` is a link to the newest run. The folder holds:

        | file | holds |
        |---|---|
        | `LANE.safetensors` | the best weights of each lane |
        | `run.yaml` | the preset with all its defaults; `rnn-tui train RUN/run.yaml` trains it again |
        | `manifest.json` | the command that started it, and where |
        | `record.jsonl` | all that happened and was drawn |
        | `checkpoints/` | the newest checkpoints: one every five minutes (`record.every`) and at each end |

        `--no-record` keeps the weights only.

        ```sh
        rnn-tui runs                                # state, steps, best validation, size of each run
        rnn-tui resume runs/2026-11-26-2130-charlm  # continue; without a folder: the newest run
        rnn-tui resume runs/2026-11-26-2130-charlm --max-steps 20000  # continue for longer
        rnn-tui train --repeat runs/2026-11-26-2130-charlm            # the same again
        ```

        - `runs` shows the state: *running*; *ended* (every lane came to its end); *interrupted* (by you or
          a signal); *crashed* (it was cut short).
        - `resume` continues bit for bit, even after `kill -9`. With `--max-steps` or `--max-epochs` the
          schedule stays as it was planned.
        - `train --repeat` trains the same again: preset, seed, and your keys at the same steps.

        One folder is one run. If the folder holds another run, that run stays as it is and the new one goes
        to `DIR-2`.

        ## When weights are saved

        Weights are written in the background when they improve, at most every 30 seconds, and before
        anything else on `q`, Ctrl-C, SIGTERM and SIGHUP (a closed laptop). After that the lanes are scored
        on the test part and a table is printed.

        A `kill -9` costs what came after the newest checkpoint; `reset` then restores the terminal. If a
        checkpoint is damaged, it is reported by name and the one before it is used. Different data are
        refused. With another version or processor the run continues, and the program says that bits may
        differ.

        A model file contains its score (`rnn-tui.score` in its metadata). Only a better model of the same
        data replaces it.

        If saving or recording fails, an alert says so, and the program tries again. At the end the
        dashboard asks where to save instead. Without a dashboard the weights go to the current folder, your
        home, or the folder for temporary files, and the place is reported.

        ## Undo, rewind, redo

        `u`, `U` and Ctrl-R put a lane back bit for bit, including its best weights. The run continues as if
        what was taken back had never happened; the record keeps both.

        - `u` (undo): to just before the last change. `U` (rewind): to the validation before. Ctrl-R (redo):
          to what `u` or `U` left, until the next change.
        - Memory holds up to 32 states of each lane (`record.undo.states`) and 256 MB in all
          (`record.undo.memory`): one for every validation and every change. The oldest go first; the one
          before a lane's last change stays. A resumed run has none from before.
        - `--at 500:undo`, `--at '500:lstm:rewind 3'` and `--at 500:redo` do the same. They count the steps
          of the session, which go on while a lane repeats some steps.
        - A lane that is restarted with `r` continues in `LANE.2.safetensors`. A lane that goes back to
          before its first validation does the same (`gru.2.safetensors`): what it had learned stays in the
          first file.

        ## Fork and remove

        `f` copies the selected lane, with one setting changed or none. The fork trains on the same batches
        and with the same masks as the lane it came from, so the difference between them comes from the
        change. The same fork from the command line:

        ```sh
        rnn-tui charlm --at '500:gru:fork regularizers.dropout=0.3'
        ```

        - In the menu of `f`, a digit picks its setting; or choose a line and press Enter.
        - A fork is a lane with its own name and file: `gru+drop 0.3` in `gru-drop0.3.safetensors`.
        - A fork with a change starts with its own best validation and patience.
        - A fork is refused where there are 8 lanes or more. Lanes keep their marks and colours when others
          are removed.
        - `X`, or `--at 500:gru:remove`, removes a lane. Its file stays, and its name is not used again.
        - What is fixed once a lane trains (data, cell, sizes) needs a separate run.

        ## Effects

        After a change, the log and the full-screen loss say how the run continued: the slopes of training
        and validation loss and the mean `|g|`, each with its standard error. They compare as many steps
        before the change as after it: at least 50, and three validations. A difference of less than two
        standard errors is `no clear change`.

        An effect says what came after the change, not why. Another change within these steps leaves both
        unmeasured.

        ## Watch a run

        ```sh
        rnn-tui watch                     # the newest run, while it trains or afterwards
        rnn-tui watch runs/2026-11-26-2130-charlm
        rnn-tui watch RUN OTHER_RUN       # several runs: their lanes side by side, to look at
        ```

        `watch` draws the same dashboard from the run's folder. A run that trains is followed with about a
        second of delay, here or in any mounted folder. The keys change it as if it trained here, and `q`
        leaves the run training.

        So `rnn-tui train big --headless &` on a server and `watch` on a laptop let you attach and detach:

        ```sh
        sshfs -o dir_cache=no HOST:runs runs-there
        rnn-tui watch runs-there/latest
        ```

        With sshfs's own cache, new data are seen up to 20 seconds later. The header says how old the newest
        record is. `--read-only` sends no keys, for a projector.

        In a record, and on a run that has ended, `,` and `.` go one record back and forward, `(` and `)` to
        the previous and next intervention, and Space plays; <doc:Keys> has the table. A damaged record is
        drawn as far as it can be read, and the log says how many lines are left out.

        While somebody watches, the run writes its newest numbers next to the record (`live.json`);
        otherwise it does not.

        ## Send a request

        ```sh
        rnn-tui send latest regularizers.dropout=0.3
        rnn-tui send latest gru:fork training.learning_rate=0.001
        rnn-tui send latest pause
        ```

        `send` changes a run that trains in another process. It takes what `--at` takes, and also `pause`,
        `resume`, `step`, `slower` and `faster`. It waits for the answer (`--wait SECONDS`, default 10) and
        prints it.

        Requests, and keys pressed in `watch`, are files in `RUN/inbox/`; a run looks there once a second.
        Anyone who can write to the folder can send. The record says who asked.

        A request is valid for one start of the run: one sent before the run was resumed is refused. An
        `undo`, `rewind`, `redo`, or a rung up or down is refused if somebody else's change came before it.
        Clocks play no part in this. <doc:Formats> describes the files.

        ## Export

        ```sh
        rnn-tui export latest --to curves.csv                 # the curves of all lanes, one row per step
        rnn-tui export latest --to curves.json
        rnn-tui export latest --to screen.svg --size 120x36   # the screen as a picture; also .txt
        rnn-tui export latest --to screen.svg --at 500        # the screen as it was at that step
        ```

        The file's extension sets the format, otherwise `--format` does (csv, json, svg, txt). `--size` is
        columns x rows, from 40x8 to 400x200; `--theme` chooses the colours of an svg. In the table,
        `attempt` counts how often a lane was started, restarted or put back. `train_loss` is the mean of
        the steps from `first_step` to `step`. Unknown values are empty.

        ## Without a screen

        Without a terminal, or with TERM unset, unknown or dumb, `train` runs as with `--headless`, and says
        so. `--headless` prints what happens line by line; with `--json`, one JSON object per line
        (<doc:Formats>).

        ## Exit codes and signals

        | code | means |
        |---|---|
        | 0 | done |
        | 1 | other failure; of `send` also: refused, or no answer |
        | 3 | every lane diverged |
        | 64 | usage |
        | 65 | bad preset or data, or too little memory for them; of `send`: no such run, or it does not train |
        | 129, 130, 143 | after SIGHUP, SIGINT, SIGTERM |

        The first `q`, Ctrl-C or SIGTERM saves the best weights, scores them and ends. A Ctrl-C or SIGTERM
        after that only saves, for 5 seconds at most. One more ends at once. `q` and Ctrl-C on the dashboard
        give 0.

        """###),
    HelpPage(
      topic: "sweeps", file: "Sweeps",
      text: ###"""
        # Sweeps: choosing sizes and rates

        Try every combination of some settings with cross-validation, and rank the results.

        ## Overview

        ```sh
        rnn-tui sweep compare --cells lstm,gru \
          --over 'model.hidden=[[16], [32], [64, 32]]' \
          --over 'regularizers.dropout=[off, 0.2]' \
          --over 'training.learning_rate=log(1e-4, 1e-1, 5)' --folds 5
        ```

        A sweep trains every combination of the values, with every lane of the preset, on each fold. This
        one has 2 cells x 3 sizes x 2 dropout settings x 5 rates = 60 combinations, and with 5 folds 300
        trials. Your own data work the same way:

        ```sh
        rnn-tui sweep prices.csv --target close --over 'model.hidden=[[16], [32]]'
        ```

        ## Choose what to vary

        ```sh
        rnn-tui sweep compare --over 'training.learning_rate=log(1e-4, 1e-1, 5)' --dry-run
        ```

        | option | effect |
        |---|---|
        | `--over KEY=[VALUE, ...]` | varies a preset key over a YAML list |
        | `--over KEY=log(FROM, TO, COUNT)` | varies it over COUNT values, spaced by equal factors |
        | `--cells`, `--lanes` | choose the cells or lanes that take part |
        | `--set KEY=VALUE` | fixes a key in all trials |
        | `--max-steps`, `--max-epochs` | limit each trial |
        | `--dry-run` | prints the commands of the trials that are not done, and runs nothing |

        `--over` can be repeated. A sweep reports what it assumed: when you vary `model.hidden`, for
        instance, every cell gets the sizes you list, even if the preset matches the numbers of parameters.
        `--set model.match=parameters` keeps the matching.

        ## Folds

        ```sh
        rnn-tui sweep sunspots --over 'data.window=[24, 48]' --folds 3
        ```

        The default is 5 folds. Folds use forward chaining for ordered data and are stratified for data
        with classes. `--folds 1` uses the preset's own split. If `data.validation` names a file, there is
        one fold, which validates on that file.

        ## Results

        ```sh
        rnn-tui sweep compare --over 'training.learning_rate=[0.001, 0.01]' \
          --headless --save runs/rates
        ```

        Trials are shown next to each other on the screen. With `--headless` there is a line for each trial;
        with `--headless --json`, a JSON object.

        At the end a table ranks the combinations by the mean of their best validation losses, or of the
        metric that `early_stopping.monitor` names. It also shows:

        - the spread over the folds (standard deviation and standard error);
        - the simplest model within one standard error of the best, that is, the one with the fewest
          parameters.

        A trial that fails is named with its reason, and its combination ranks last.

        The winner is written to the sweep's folder as a preset, `best.yaml`. Train it on the whole ordinary
        training part:

        ```sh
        rnn-tui train runs/rates/best.yaml
        ```

        ## Stop and continue

        ```sh
        rnn-tui sweep prices.csv --target close --over 'model.hidden=[[16], [32]]' \
          --save runs/my-sweep
        rnn-tui sweep --continue runs/my-sweep
        ```

        - `--save` names the sweep's folder (default `runs/sweep-DATE-NAME`).
        - `q`, Ctrl-C and SIGTERM stop a sweep.
        - `--continue FOLDER`, or the same command with the same `--save`, runs the trials that are not yet
          done.

        ## Run trials in parallel or elsewhere

        ```sh
        rnn-tui sweep compare --over 'model.hidden=[[16], [32]]' --jobs 2 \
          --save runs/sizes --dry-run
        ```

        Each trial is a separate process. `--jobs` sets how many run at a time (default: the number of
        cores).

        A trial is also a plain command, which `--dry-run` prints, so you can run it on another machine.
        Save its standard output in the sweep's folder under the trial's name, such as `c07-f2.jsonl`
        (combination 7, fold 2; `--dry-run` prints the names). A sweep with the same `--save` then counts
        that trial as done.

        ## Exit codes

        | code | meaning |
        |---|---|
        | 0 | done |
        | 1 | other failure |
        | 3 | every trial diverged |
        | 64 | wrong usage |
        | 65 | bad preset, value or data |
        | 129, 130, 143 | ended by SIGHUP, SIGINT or SIGTERM |

        For the JSON lines of `sweep --json`, see <doc:Formats>.

        """###),
    HelpPage(
      topic: "testing", file: "Testing",
      text: ###"""
        # How it is tested

        The tests compare numbers with plain double-precision versions, screens with text, and files with
        tables of bad input.

        ## Run the tests

        ```sh
        swift test -c release --disable-testable-imports
        swift test -c release --disable-testable-imports --filter NetworkGradientsTests
        swift test -c release --disable-testable-imports --filter 'EngineTests\.'
        ```

        The first command runs everything, the second one suite, the third one target. Release is needed:
        numeric tests are very slow in debug builds. Without `--disable-testable-imports`, building the
        tests and building the program undo each other's work.

        `.ci/run` is what must pass before a change lands:

        1. `swift format lint --strict` on `Sources`, `Tests` and `Package.swift`;
        2. all tests, in a build without the sound libraries;
        3. the tests of sounds, in a build with `--traits Sound`, where the libraries are installed;
        4. `EngineTests` under the address and undefined-behaviour sanitizers;
        5. tests of training with commands, of the worker, the thread pool, the mailbox and saving under the
           thread sanitizer.

        `.ci/peers` checks what other programs make of exported files. It installs Chromium and pandas, sets
        `RNN_TUI_PEERS=1`, and runs `PeerTests`. Run it by hand, on a machine where it may install packages.

        ## The targets

        | target | tests |
        |---|---|
        | `EngineTests` | cells, losses, optimizers, schedules, regularizers, kernels in C |
        | `DatasetsTests` | readers, recognition, preparation, augmentation, generated tasks, faults |
        | `TelemetryTests` | bounded histories, packed numbers |
        | `TrainingTests` | presets, the trainer, commands, records, resuming, model files, metrics, sweeps |
        | `DashboardTests` | panes, keys, layouts, frames as text |
        | `CommandTests` | the program as a process: commands, exit codes, JSON lines, the terminal |

        `CAllocationCounter` replaces malloc with a version that counts, for tests only.

        ## Kinds of tests

        - Oracles. `Tests/EngineTests/Support` has naive double-precision versions of cells, losses and
          attention. `NetworkGradientsTests` compares forward and backward pass with them, for every cell,
          loss, head, depth and kind of noise. The encoder-decoder has its own oracle.
        - Registries. Tests take their arguments from `CellRegistry.all`, `LossRegistry.all`,
          `OptimizerRegistry.all`, `DataSources.all` and so on. A new entry is tested without a new test, or
          fails until its oracle exists.
        - Same bits. `NetworkTests` and `ThreadDeterminismTests` run the same work in another order and on
          other numbers of threads, and compare bits. `ResumeTests` and `UndoTests` compare a run that
          continued with one that was never interrupted.
        - Allocations. Tests count them in a training step: in the steady state there are none. They are
          left out under sanitizers.
        - Mutations. Damaged files, arrays, models and records must give an error, never a crash.
        - Bad input. Tables of files and flags with the exact message that is expected.
        - A real terminal. `CommandTests` starts the program in tmux, presses keys and reads the screen.
          These tests wait for a state, with a bound. Without tmux they are skipped and say so.
        - Records. `RecordedFrameTests` draws every frame of a record and compares it with the live screen,
          cell by cell.
        - Presets. `PresetStoryTests` trains presets and checks that map, word, sentence and table agree.

        ## Snapshots

        Screens are tested as text, in `Tests/DashboardTests/Snapshots`, one file per screen and size. After
        an intended change record them again and look at the difference:

        ```sh
        RNN_TUI_RECORD=1 swift test -c release --disable-testable-imports --filter SnapshotTests
        git diff Tests/DashboardTests/Snapshots
        ```

        A test that records fails, so that a recording is never mistaken for a pass. Run the tests again
        without the variable.

        `DocumentationTests` checks the form, links and examples of these pages. With the same variable it
        copies them into `Sources/rnn-tui/Help/HelpPages.swift`, for an installed program.

        ## Reference numbers

        - `LoadStateDictTests` loads saved models into PyTorch's modules and compares states. It needs a
          Python with torch and safetensors: `RNN_TUI_PYTHON`, or else `python3`. Without one it is skipped
          and says so.
        - `ProbeReferenceTests` compares the probe with PyTorch's double-precision numbers. The files are
          not part of the repository. Without them it is skipped and says so.
        - Numbers from other programs are in the tests themselves: PyTorch for CTC and `ReduceLROnPlateau`,
          librosa for mel bands, sacrebleu for BLEU and chrF, seqeval for spans.
        - Some tests of `DatasetsTests` read larger files that are not part of the repository. They are
          skipped with a notice where the files are missing.

        ## Sanitizers

        The undefined-behaviour and address sanitizers run on the numbers. Leaks are not checked, because
        the test runner leaks. The thread sanitizer runs on training with commands. Under sanitizers the C
        kernels are compiled for one instruction set only.

        `RNN_TUI_TESTS` names the test targets of such a build; only they and what they depend on are built:

        ```sh
        ASAN_OPTIONS=detect_leaks=0 RNN_TUI_TESTS=EngineTests swift test -c release \
          --scratch-path .build/address --disable-testable-imports \
          --sanitize=address -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined
        RNN_TUI_TESTS=EngineTests,TrainingTests swift test -c release \
          --scratch-path .build/thread --disable-testable-imports --sanitize=thread \
          --filter 'TrainerCommandsTests|WorkerTests|ThreadPoolTests|MailboxTests'
        ```

        """###),
    HelpPage(
      topic: "using-models", file: "UsingModels",
      text: ###"""
        # Using a trained model

        Score a trained model on new data, predict with it, or let it write text.

        ## Overview

        ```sh
        rnn-tui evaluate runs/latest/gru.safetensors --data new.csv
        rnn-tui predict runs/latest/gru.safetensors --data new.csv
        rnn-tui generate runs/latest/lstm.safetensors --prompt 'The '
        ```

        A run's folder holds the best weights of each lane in `LANE.safetensors` (see <doc:Runs>). The file
        also contains the preparation of the data, so new data are prepared exactly as the training data
        were: same columns, steps, scaling and vocabulary.

        If new data lack a column that the model needs, or a prompt has a character that the model does not
        know, the error names it.

        ## Evaluate

        ```sh
        # Loss, metrics, and the scores of the naive forecasts:
        rnn-tui evaluate runs/latest/gru.safetensors --data new.csv
        # The same as one JSON object:
        rnn-tui evaluate runs/latest/gru.safetensors --data new.csv --json
        ```

        The whole file is scored. If the table holds several series, each one gets a score of its own.

        | data | options |
        |---|---|
        | a generated task | none needed: `evaluate MODEL` regenerates the task's test part and scores it |
        | pairs in two files | `--target-file` names the file whose lines are the targets |
        | tags with `model.loss: crf` | scored both ways, as the best sequence (Viterbi) and step by step; `--decode greedy` or `viterbi` chooses one |

        ```sh
        rnn-tui evaluate runs/latest/attention.safetensors --data a.en --target-file a.de
        ```

        ## Predict

        ```sh
        rnn-tui predict runs/latest/gru.safetensors --data new.csv --output forecasts.csv
        ```

        `predict` writes CSV to standard output, or to the file that `--output` names. There is one line
        for each example, or for each step if every step has an answer.

        | data | output |
        |---|---|
        | series | forecasts in the data's own units next to the known values, also for the rows after the end of the file |
        | classes | the predicted class and the probability of each class |
        | tags | the tag of each step; with `model.loss: crf` the best sequence and marginal probabilities, or with `--decode greedy` the best tag at each step |
        | pairs | the answer next to its source |

        For pairs, the data are a table like the one the model was trained on, or one source per line.
        Sounds can be a folder, a table or a single file.

        Language models do not work with `predict`: use `generate`, or score them with `evaluate`.

        ## Beam search

        ```sh
        rnn-tui predict runs/latest/attention.safetensors --data sources.txt --beam 4
        rnn-tui predict runs/latest/attention.safetensors --data sources.txt --beam 4 --best 3
        ```

        Without `--beam`, a model of pairs takes the most probable token at every step.

        | option | effect |
        |---|---|
        | `--beam 4` | writes the best answer that a beam of four finds, by mean log probability; by that measure it is never worse than the answer without a beam |
        | `--length-power P` | divides the log probability by the length to the power P (default 1: the mean; 0 favours short answers) |
        | `--best 3` | with `--beam`: writes three answers to each source, with their scores |

        For a model trained with CTC, `--beam` finds the likeliest labels over all alignments (prefix
        search).

        ## Generate text

        ```sh
        rnn-tui generate runs/latest/lstm.safetensors --prompt 'The ' \
          --length 500 --temperature 0.8 --top-p 0.9 --seed 1
        ```

        A language model continues the prompt. The text appears as it is written, and the same seed gives
        the same text. On a terminal, control characters are shown escaped; in a pipe they pass unchanged.

        | option | effect |
        |---|---|
        | `--prompt TEXT` | the text to continue (default: the start of a line) |
        | `--length N` | tokens to write (default 400) |
        | `--temperature T` | 0 always takes the most probable token; higher values take more risks (default 0.8) |
        | `--top-k K` | draws among the K most probable tokens |
        | `--top-p P` | draws among the most probable tokens that together reach this probability |
        | `--seed S` | seed of the draws (default 1) |

        If `--top-k` or `--top-p` is given without `--temperature`, the temperature is 1.

        A model of pairs answers the prompt. Its default temperature is 0. With `--beam N` it writes all N
        answers, each preceded by its mean log probability and a tab:

        ```sh
        rnn-tui generate runs/latest/attention.safetensors \
          --prompt 'the 7th of march 1984' --beam 5
        ```

        ## Inspect data

        ```sh
        rnn-tui data new.csv
        rnn-tui data new.csv --json
        ```

        `data` reads a file (or a preset's data) as training would, and prints what it found and what the
        preparation changes. `--json` prints one JSON object. See <doc:YourData>.

        ## See also

        - <doc:Runs>: what a run's folder contains.
        - <doc:Networks>: `model.from` starts training from saved weights.
        - <doc:Formats>: the contents of a model file, and how to load it in PyTorch.

        """###),
    HelpPage(
      topic: "your-data", file: "YourData",
      text: ###"""
        # Your own data

        Train on your own tables, series, text, labelled sequences, sounds or pairs of texts.

        ## Overview

        ```sh
        rnn-tui prices.csv --target close
        rnn-tui novel.txt --cells lstm
        rnn-tui messages.tsv
        # Show what was found and what would be done, without training:
        rnn-tui data prices.csv --target close
        ```

        - The program recognises the kind of a file by its content and by what you ask for (columns,
          keys), never by its name. The log and the data screen (key `d`) report the kind and every
          assumption that was made.
        - An error in a file is reported with line and column, and with the `--set` option that helps. In
          that case nothing is trained (exit code 65).
        - A table is never mistaken for prose. To train on the characters of a table all the same, use
          `--set data.source=text`.
        - Text is UTF-8. `data.encoding` names another encoding, such as `windows-1252`.

        Every setting below that begins with `data.` is a preset key: set it with `--set KEY=VALUE` or in
        a preset file. `rnn-tui show --keys` lists all keys with their types, defaults and allowed values.
        For what is done to the numbers before training, see <doc:Preparation>.

        ## Validation and test data

        ```sh
        rnn-tui prices.csv --target close --set data.validation=new.csv
        rnn-tui prices.csv --target close --set data.folds=5 --set data.fold=2
        ```

        By default the program splits the data into training, validation and test parts (`data.split`).

        | key | effect |
        |---|---|
        | `data.validation`, `data.test` | a file that replaces the validation or test part of the split |
        | `data.folds`, `data.fold` | cross-validation: the number of folds, and the fold to validate on |

        Folds use forward chaining for ordered data and are stratified for data with classes. A sweep runs
        over all folds by itself: see <doc:Sweeps>.

        ## Tables

        ```sh
        rnn-tui data prices.csv --target close
        ```

        **Layout.** Cells are separated by commas, semicolons, tabs, pipes or spaces, and may be quoted.
        The program skips lines above the table, lines of units, rows without any value, and short lines
        of text below the table. `data.skip` and `data.header` (`on`, `off`, or the number of header
        lines) override what it finds.

        **Numbers.** All these forms are read, and the whole column decides between them: `1,234.5`,
        `1.234,5`, `1 234`, `2.00%`, `$5`, `3.2M`, `(5)`.

        - `1.500` can mean 1.5 or 1500. If the rest of the table does not settle it, the file is refused
          until you set `data.decimal` or `data.thousands`. If every number in a column has three digits
          after the point, the point is taken for the decimal mark, and this is reported.
        - A column in which only some numbers have a percent sign is refused.

        **Missing values.** Empty cells count as missing. So do common codes such as -200 or -999 if they
        repeat and are clearly separate from all other values. At most two codes per column are recognised,
        and each one is reported. `data.missing_values: [-200, n.a.]` declares the codes instead; `[]`
        declares that there are none.

        **Large files.** Files are read through a window of 8 MB, and only the columns in use are kept.

        ## Other table formats

        ```sh
        rnn-tui data log.jsonl
        ```

        These formats are read as the tables they contain and work for every kind of problem.

        | format | how it is read |
        |---|---|
        | JSON | an object per line, or a list of objects; `{"a": {"b": 1}}` becomes column `a.b`; an object that contains lists is a sequence |
        | ARFF (Weka) | as a table |
        | `.ts` (sktime, UEA archive) | as a table |
        | one sequence per row (UCR, M4) | recognised, and reported, if values change smoothly along the rows; `data.layout: long` or `wide` overrides |

        ## Series

        ```sh
        rnn-tui prices.csv --target close
        rnn-tui prices.csv --set 'data.target=[open, close]' \
          --set 'data.columns=[all, -volume]' \
          --set data.window=20 --set data.horizon=3
        ```

        A window of rows predicts one or several targets some rows ahead.

        | key | meaning |
        |---|---|
        | `data.window` | number of rows in the input window |
        | `data.horizon` | how many rows ahead to predict |
        | `data.target` | one target or several; default: the first column of numbers that is not an index, a clock, an ID or a constant |
        | `data.columns` | input columns: names, numbers, `all`, ranges `2-61`, patterns `store_*`, `-name` to exclude; default: the target only |
        | `data.season` | rows in a season; default: recognised |

        - A column of words becomes one column of 0 and 1 for each distinct word.
        - The baseline to beat is persistence. If the data are seasonal (or `data.season` is set), it is
          persistence or the value one season ago, whichever scores better.
        - The data screen shows at which lag each input says most about the target, and whether the window
          reaches that far back.

        ## Time and gaps

        ```sh
        rnn-tui data prices.csv --target close --set data.time=date
        ```

        Times are recognised and read. They can be:

        - dates in almost any form, including month names in English, German, French, Spanish, Italian,
          Portuguese and Dutch;
        - numeric timestamps (epochs);
        - date and time in two columns, or year and month in two columns.

        Rows are sorted by time. Repeated times and gaps are counted. Forecasts beyond the end of the file
        are dated.

        | key | meaning |
        |---|---|
        | `data.time` | names the time column; `off` keeps the rows in file order |
        | `data.gaps` | `split`: no window crosses a gap; `fill`: missing rows are inserted; `bridge`: gaps are ignored |

        Without `data.gaps`, windows do not cross gaps, unless that would cost more than a fifth of the
        windows. In that case gaps are bridged, and this is reported.

        ## Columns known ahead of time

        ```sh
        rnn-tui stores.csv --target sales --set 'data.known=[price, holiday]' \
          --set data.calendar=true
        ```

        - `data.known` names columns whose future values are known: a price, a holiday, a weather forecast.
          They are fed up to and including the row that is predicted.
        - `data.calendar: true` does the same with hour, weekday and month.
        - To forecast, add rows that have these columns but no target, and run `predict`
          (<doc:UsingModels>).

        ## Several series in one table

        ```sh
        rnn-tui stores.csv --target sales --set 'data.sequence=[store, item]'
        ```

        One column, or two together, can identify the series that a row belongs to. Such columns are
        recognised, or you name them with `data.sequence`. If only the first row of each series has an ID,
        the ID also holds for the empty cells below it.

        - No window crosses from one series into another.
        - Each series has its own parts, fitted preparation steps, baselines and forecasts.
        - `evaluate` scores each series; `rmse_macro` is the mean RMSE over the series.

        `data.scale_by` chooses the values by which the series are scaled:

        | value | scaled by |
        |---|---|
        | `series` (default) | the training part of each series |
        | `all` | the training part of all series together |
        | `window` | each window by itself, for series whose level wanders |

        ## Text

        ```sh
        rnn-tui novel.txt --cells lstm
        rnn-tui novel.txt --set data.unit=words
        ```

        Any text trains a language model of characters, bytes or words (`data.unit`).

        ## Labelled text

        ```sh
        rnn-tui messages.tsv
        rnn-tui reviews.csv --set data.label=label --set data.text=text
        ```

        Labelled text is a table with a label column and a text column (`data.label`, `data.text`), or
        lines in fastText's form, `__label__pos the text`. The table is read like any other table.

        - Words are numbered as in Keras: 0 is padding, 1 is an unknown word, then the most frequent words
          follow, up to but not including `data.num_words`.
        - If each text is a single word, such as a name or a DNA sequence, the tokens are characters.
        - If the texts contain HTML, tags are removed and entities are read as characters, in new texts
          too. `data.html` (`strip` or `keep`) overrides this.
        - A column with more than 40 distinct values counts as a label only if its name says so or you
          name it.

        **Different lengths.** Sequences of different lengths are masked: each one starts at its first
        token and ends at its last. `data.pad: zeros` or `circular` fills them up instead. Batches hold
        sequences of similar length (`data.bucket`).

        ## Labelled sequences

        ```sh
        rnn-tui gestures.csv
        rnn-tui gestures.npz
        rnn-tui gestures/
        ```

        A labelled sequence has one class and any length. Three layouts are recognised.

        | layout | contents |
        |---|---|
        | table | a row per step, a column that identifies the sequence (`data.sequence`) and a column with the class (`data.label`) |
        | folder | `CLASS/FILE.csv`, or files next to a `labels.csv` |
        | NumPy arrays | a file written by `numpy.savez(FILE, x=..., y=...)` |

        The NumPy arrays are:

        - `x`: [N, T, I] or [N, T]. [N, I, T] is recognised (`data.layout: channels_steps`).
        - `y`: [N].
        - If sequences end before T: `lengths` [N], or NaN after the end, or a padding value
          (`data.pad_value: 0`).

        These keys apply to labelled and to tagged sequences:

        | key | effect |
        |---|---|
        | `data.columns` | chooses the inputs; columns of words become one-hot inputs |
        | `data.time` | sorts the rows |
        | `data.max_length`, `data.truncate` | cut longer sequences, and choose the end that is cut |

        The preset `sequences` is an example.

        ## Tagged sequences

        ```sh
        rnn-tui sentences.conll
        ```

        A tagged sequence has a label for each step. Three layouts are recognised.

        | layout | contents |
        |---|---|
        | lines | a word and its tag per line, a blank line after each sentence (CoNLL, CoNLL-U); separated by tabs or spaces; comments and a line of names are optional |
        | table | the label changes from row to row; an ID on the first row of a sentence holds for the empty cells below it |
        | NumPy arrays | as for labelled sequences, with `y` [N, T] |

        The preset `tagged` is an example. For tags that are scored together (`model.loss: crf`), see
        <doc:Networks>.

        ## Sounds

        ```sh
        rnn-tui data spoken --write words
        rnn-tui words
        ```

        Sounds need a build with `--traits Sound`. The preset `spoken` has ten words that the program
        speaks itself. The first command writes them as sound files into a new folder, together with a
        `transcripts.csv`; the second trains on the folder.

        - **Classes:** a folder of `CLASS/FILE.wav` or `CLASS/FILE.flac`, or sound files and a
          `labels.csv`, gives each sound its class.
        - **Files:** 8 to 32 bits or float; any number of channels, which are mixed down to one.
        - **Inputs:** each step is a window of sound as the loudness of mel bands in decibels. The numbers
          are those of `librosa.power_to_db(librosa.feature.melspectrogram(...), top_db=None)` with `n_fft`
          the next power of two. Each band is then scaled by the training part.

        | key | default | meaning |
        |---|---|---|
        | `data.sound_window` | 25 | milliseconds of sound in a step |
        | `data.sound_hop` | 10 | milliseconds from one step to the next |
        | `data.sound_bands` | 40 | mel bands |

        - All files need the same sample rate. A file with another rate is refused, with the `sox` command
          that converts it.
        - Silent files, and files shorter than a window, are left out and counted.
        - A file that is truncated or damaged, or that has samples that are not numbers, is refused by
          name.
        - `predict` and `evaluate` accept a folder, a table or a single file.

        ## Transcripts

        ```sh
        rnn-tui words/transcripts.csv
        ```

        A table of sound files and what is said in them trains a model with CTC, which writes the
        transcript. File names are relative to the table's folder. If the table has several columns of
        text, `data.target` names the transcript. Sounds are read as in the section above, and need the
        same build.

        ## Pairs

        ```sh
        rnn-tui translations.tsv
        rnn-tui table.csv --set data.text=question --set data.target=answer
        rnn-tui train a.en --set data.target_file=a.de
        ```

        A pair is a source text and the target text that answers it. Pairs come from:

        - a table with two columns of text;
        - any table in which `data.text` names the source and `data.target` the target; also name them if
          both columns hold single words;
        - two files, line by line: `data.target_file` names the file of targets. If `data.validation` and
          `data.test` are set, it is a list of the three target files. `evaluate` has `--target-file`.

        How pairs are read:

        - The first row of a table is a pair unless it holds column names (`data.header: on` or `off`
          decides).
        - Texts that average three words or more are read word by word, others by characters
          (`data.unit`).
        - Sources and targets share one vocabulary if most tokens occur on both sides.
        - Rows without a source or target, and pairs longer than `data.max_length` (400 tokens), are left
          out and counted.
        - New sources for `predict` are a table like the training table, or one source per line.

        Metrics:

        | metric | meaning |
        |---|---|
        | `exact_match` | share of answers that are right to the last token, written token by token; at a validation, over 256 pairs; on the test part, over all |
        | `token_accuracy` | share of tokens that are right, given the correct tokens before them |
        | `cer`, `wer` | edits divided by the target's characters or words |
        | `bleu`, `chrf` | as sacrebleu computes them by default (0 to 100); `bleu` is left out if no target has four words |

        All metrics of written answers compare with the target as it is written, so a word that is missing
        from the vocabulary is never right.

        """###),
  ]
}
